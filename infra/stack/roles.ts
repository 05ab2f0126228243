import { arnOf, changerOf, type Resources, roleOf, workerOf } from "./names.ts";
import {
  auditStream,
  changers,
  clusters,
  events,
  fleetFile,
  images,
  jars,
  looks,
  wakes,
  webhookSecrets,
  work,
} from "./rights.ts";
import { allow, inVpc, role, type Statement } from "./role.ts";
import type { Settings } from "./settings.ts";
import { apart } from "./zones.ts";

/** One for each function. */
export function roles(settings: Settings): Resources {
  const zones = Object.keys(settings.zones);
  const fleet = [...fleetFile(settings), ...clusters(settings)];
  const triggers = [...fleet, images, wakes(zones), events, ...changers(settings)];
  const rights: Readonly<Record<string, readonly Statement[]>> = {
    sweep: [...fleet, wakes(zones), looks("Scan")],
    ...Object.fromEntries(zones.map((zone) => [workerOf(zone), [...fleet, ...worker(zone, settings)]])),
    ...Object.fromEntries(apart(settings).map((zone) => [changerOf(zone), [...fleet, ...changer(zone, settings)]])),
    trigger: [...triggers, allow("DeadEvents", ["sqs:SendMessage"], [arnOf("DeadEvents")])],
    request: triggers,
    ...(settings.webhookSecrets.length === 0 ? {} : { webhook: [...triggers, ...webhookSecrets(settings)] }),
    audit: [...fleet, wakes(zones), ...auditStream(settings)],
    health: [...fleet, looks("Scan"), allow("Depth", ["sqs:GetQueueAttributes"], [arnOf("DeadLetters")])],
  };
  return Object.fromEntries(
    Object.entries(rights).map(([name, statements]) => [roleOf(name), role(name, settings.stage, statements)]),
  );
}

const changer = (zone: string, { stage }: Settings): readonly Statement[] => [
  wakes([zone]),
  events,
  ...inVpc(stage, changerOf(zone)),
];

function worker(zone: string, settings: Settings): readonly Statement[] {
  return [
    ...work(zone),
    wakes([zone]),
    looks("Query", "PutItem"),
    events,
    ...jars(settings),
    ...(apart(settings).includes(zone) ? inVpc(settings.stage, workerOf(zone)) : []),
  ];
}
