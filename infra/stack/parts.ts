import { alarms as alarmsOf } from "./alarms.ts";
import { auditLogs } from "./auditLogs.ts";
import { auditOutputs, auditStream } from "./auditStream.ts";
import { dashboard } from "./dashboard.ts";
import { changerOf, workerOf } from "./names.ts";
import { roles } from "./roles.ts";
import { secondsBetweenSweeps } from "./sweepEvery.ts";
import { type Resolver, settings, type Settings } from "./settings.ts";
import { queues, queueUrls, workers as workersOf } from "./workers.ts";
import { senders } from "./senders.ts";
import { webhooks } from "./webhooks.ts";
import { apart, changers as changersOf, changersByZone } from "./zones.ts";

/** osls calls it for `${file(infra/stack.cjs):NAME}`. */
const part =
  <T>(make: (settings: Settings) => T) =>
  async (resolver: Resolver): Promise<T> =>
    make(await settings(resolver));

const functionNames = (given: Settings): readonly string[] => [
  "sweep",
  ...Object.keys(given.zones).map(workerOf),
  ...apart(given).map(changerOf),
  "trigger",
  "request",
  ...(given.webhookSecrets.length === 0 ? [] : ["webhook"]),
  "audit",
  "health",
];

export const workers = part(workersOf);
export const changers = part(changersOf);
/** For the environment of those who are asked for changes. */
export const zoneFunctions = part(changersByZone);
export const webhook = part(webhooks);
/** For the environment of whoever asks for looks. */
export const queuesByZone = part(({ zones }) => queueUrls(Object.keys(zones)));
/** For the environment of whoever looks. */
export const sweepEvery = part(secondsBetweenSweeps);
export const healthUrl = part(({ healthUrl: access }) => (access === "public" ? true : { authorizer: "aws_iam" }));
/** All that differs with the zones, or with a parameter that is empty. */
export const resources = part((given) => ({
  Resources: {
    ...queues(given),
    ...roles(given),
    ...auditLogs(given),
    ...auditStream(given),
    ...senders(given),
    ...alarmsOf(given, functionNames(given)),
    Dashboard: dashboard(given, functionNames(given)),
  },
  Outputs: auditOutputs(given),
}));
