import { arnOf, fullName, queueOf, type Resources, roleOf, type Value, workerOf } from "./names.ts";
import type { Settings, Zone } from "./settings.ts";
import { isApart, vpcOf } from "./zones.ts";

/** Seconds: a look at a cluster takes at most four minutes, unless the fleet file says otherwise. */
const timeout = 300;
/** As AWS advises: long enough for a batch that is throttled to be tried again before others see its messages. */
const visibility = 6 * timeout;
/** After as many a worker puts a message aside itself, and says why. */
const tries = 5;
/** After as many SQS does, for messages that ended their worker each time. */
const receives = tries + 3;

/** The work queue of each zone. A message that is lost costs an interval of the sweep, so that it need not be kept for long. */
export const queues = ({ stage, zones }: Settings): Resources =>
  Object.fromEntries(
    Object.keys(zones).map((zone) => [
      queueOf(zone),
      {
        Type: "AWS::SQS::Queue",
        Properties: {
          QueueName: fullName(stage, `work-${zone}`),
          VisibilityTimeout: visibility,
          MessageRetentionPeriod: 2 * receives * visibility,
          RedrivePolicy: { deadLetterTargetArn: arnOf("DeadLetters"), maxReceiveCount: receives },
          SqsManagedSseEnabled: true,
        },
      },
    ]),
  );

/** JSON: zone → URL of its queue. */
export const queueUrls = (zones: readonly string[]): Value => ({
  "Fn::Sub": `{${zones.map((zone) => `"${zone}":"\${${queueOf(zone)}}"`).join(",")}}`,
});

/** Functions in osls' form, one for each zone. */
export const workers = (settings: Settings): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(settings.zones).map(([name, zone]) => [workerOf(name), worker(name, zone, settings)]),
  );

const worker = (name: string, zone: Zone, settings: Settings) => ({
  description: `Looks at the clusters of the network zone ${name}`,
  handler: "index.handler",
  role: { "Fn::Sub": `\${${roleOf(workerOf(name))}.Arn}` },
  package: { artifact: "dist/reconcile.zip" },
  timeout,
  memorySize: 1024,
  // A worker asks for the next look at what is in motion, which Lambda would take for a loop after the sixteenth.
  recursiveLoop: "Allow",
  environment: { MAX_RECEIVES: String(tries) },
  ...(isApart(zone) ? { vpc: vpcOf(zone) } : {}),
  events: [
    {
      sqs: {
        arn: arnOf(queueOf(name)),
        batchSize: 10,
        functionResponseType: "ReportBatchItemFailures",
        maximumConcurrency: zone.maximumConcurrency ?? settings.maximumConcurrency,
      },
    },
  ],
});
