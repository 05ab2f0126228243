import type { Measured } from "./measured.ts";

/** What docs/cost.json holds of `npm run bench -- -o json`. */
export type Counts = Readonly<Record<"quietSweep" | "health" | "upgrade" | "redeploy", Measured>> & {
  readonly fleet: Readonly<Record<string, number>>;
};

/** What is not measured. Dollars; prices without free tiers. docs/cost.md has the same table. */
export const assumed = {
  lambdaGigabyteSecond: 0.0000133334,
  lambdaMillionInvocations: 0.2,
  sqsMillionRequests: 0.4,
  dynamoMillionWrites: 0.625,
  dynamoMillionReads: 0.125,
  schedulerMillionInvocations: 1,
  busMillionEvents: 1,
  logsGigabyte: 0.5,
  metric: 0.3,
  alarm: 0.1,
  dashboard: 3,
  natGigabyte: 0.045,
  natHour: 0.045,
  publicAddressGigabyte: 0.01,
  lookSeconds: 2,
  shortSeconds: 0.3,
  platformLogBytes: 400,
  metricsLogBytes: 900,
  auditLineBytes: 1200,
  idlePollsPerMinute: 15,
} as const;
export type Assumed = Readonly<Record<keyof typeof assumed, number>>;

export const metrics = 10;
export const alarms = 21;

const minutesOfMonth = 30 * 24 * 60;
const million = 1_000_000;
const gigabyte = 1_000_000_000;

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, count) => all + count, 0);

export const callsOf = ({ kubernetes, flink }: Measured): number => sum(kubernetes) + sum(flink);

/** Dollars a month of a fleet that is quiet, with sweep and health every so many minutes: what the hub's account pays. */
export function monthly({ quietSweep, health }: Counts, every: number, by: Assumed = assumed) {
  const runs = minutesOfMonth / every;
  // At worst each message is a batch of its own.
  const looks = quietSweep.messages;
  const invocations = looks + 2;
  const queueCalls = sum(only([quietSweep, health], "AmazonSQS.")) + 2 * looks;
  const reads = sum(only([quietSweep, health], "DynamoDB.Scan")) / 2;
  const logged = quietSweep.log.bytes + health.log.bytes + invocations * by.platformLogBytes + by.metricsLogBytes;
  return {
    lambdaDuration: runs * (looks * by.lookSeconds + 2 * by.shortSeconds * 0.5) * by.lambdaGigabyteSecond,
    lambdaInvocations: ((runs * invocations) / million) * by.lambdaMillionInvocations,
    sqs: ((runs * queueCalls + minutesOfMonth * by.idlePollsPerMinute) / million) * by.sqsMillionRequests,
    dynamo:
      (runs * (sum(only([quietSweep], "DynamoDB.PutItem")) * by.dynamoMillionWrites + reads * by.dynamoMillionReads)) /
      million,
    scheduler: ((runs * 2) / million) * by.schedulerMillionInvocations,
    logs: ((runs * logged) / gigabyte) * by.logsGigabyte,
    watching: metrics * by.metric + alarms * by.alarm + by.dashboard,
  };
}

/** What comes on top where it applies. */
export function besides({ quietSweep }: Counts, every: number, by: Assumed = assumed) {
  const runs = minutesOfMonth / every;
  const { received, sent } = quietSweep.bytes;
  const gigabytes = (runs * (received + sent)) / gigabyte;
  return {
    nat: gigabytes * by.natGigabyte + (minutesOfMonth / 60) * by.natHour,
    publicAddress: gigabytes * by.publicAddressGigabyte,
    auditLogs: ((runs * callsOf(quietSweep) * by.auditLineBytes) / gigabyte) * by.logsGigabyte,
  };
}

/** Dollars for one: also what a change of a thousand resources costs, in thousandths. */
export function perChange(measured: Measured, by: Assumed = assumed): number {
  const { reconcile = 0, trigger = 0 } = measured.invocations;
  const invocations = reconcile + trigger;
  const queueCalls = sum(only([measured], "AmazonSQS.")) + 2 * reconcile;
  const events = measured.aws["events"] ?? 0;
  const duration = invocations * by.lookSeconds * by.lambdaGigabyteSecond;
  const logged = measured.log.bytes + invocations * by.platformLogBytes;
  const calls =
    invocations * by.lambdaMillionInvocations + queueCalls * by.sqsMillionRequests + events * by.busMillionEvents;
  return duration + calls / million + (logged / gigabyte) * by.logsGigabyte;
}

function only(of: readonly Measured[], prefix: string): Readonly<Record<string, number>> {
  const calls = of.flatMap(({ aws }, index) =>
    Object.entries(aws).flatMap(([name, count]) => (name.startsWith(prefix) ? [[`${index} ${name}`, count]] : [])),
  );
  return Object.fromEntries(calls) as Readonly<Record<string, number>>;
}

/** The rows of the table of counts in docs/cost.md. */
export const rows: Readonly<Record<string, (measured: Measured) => number>> = {
  messages: ({ messages }) => messages,
  invocations: ({ invocations }) => sum(invocations),
  callsToApiServers: ({ kubernetes }) => sum(kubernetes),
  callsToFlink: ({ flink }) => sum(flink),
  bytesReceived: ({ bytes }) => bytes.received,
  bytesSent: ({ bytes }) => bytes.sent,
  callsToSqs: (measured) => sum(only([measured], "AmazonSQS.")),
  notesWritten: ({ aws }) => aws["DynamoDB.PutItem"] ?? 0,
  notesRead: ({ aws }) => aws["DynamoDB.Scan"] ?? 0,
  events: ({ aws }) => aws["events"] ?? 0,
  logLines: ({ log }) => log.lines,
  logBytes: ({ log }) => log.bytes,
  simulatedSeconds: ({ seconds }) => seconds,
};
