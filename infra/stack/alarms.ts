import { fullName, queueOf, type Resource, type Resources, workerOf, logicalId } from "./names.ts";
import type { Settings } from "./settings.ts";

interface Watch {
  readonly says: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions?: Readonly<Record<string, unknown>>;
  readonly statistic: "Sum" | "Maximum";
  /** In alarm when the statistic is greater than it. */
  readonly above: number;
  /** Of the last five minutes, or as many as it takes before somebody is woken. */
  readonly minutes?: number;
  /** Silence is a reason for alarm. */
  readonly silence?: boolean;
}

/** What wakes somebody up. Each says in its description what is wrong; docs/operations.md says what to do. */
export const alarms = (settings: Settings, functions: readonly string[]): Resources => ({
  ...Object.fromEntries(functions.flatMap((name) => ofFunction(name, settings))),
  ...Object.fromEntries(Object.keys(settings.zones).map((zone) => ofZone(zone, settings))),
  ...Object.fromEntries(
    Object.entries(ofFleet(settings)).map(([name, watch]) => [`${name}Alarm`, alarm(watch, settings)]),
  ),
});

function ofFunction(name: string, settings: Settings): readonly (readonly [string, Resource])[] {
  const watched = {
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: fullName(settings.stage, name) },
    above: 0,
  } as const;
  const errors = { ...watched, says: `${name} fails`, metric: "Errors", statistic: "Sum" } as const;
  const throttles = {
    ...watched,
    says: `${name} is held back by Lambda`,
    metric: "Throttles",
    statistic: "Sum",
  } as const;
  return [
    [`${logicalId(name)}ErrorsAlarm`, alarm(errors, settings)],
    [`${logicalId(name)}ThrottlesAlarm`, alarm(throttles, settings)],
  ];
}

function ofZone(zone: string, settings: Settings): readonly [string, Resource] {
  const watch = {
    says: `Messages wait for ${workerOf(zone)}: it is too slow, or does not run`,
    namespace: "AWS/SQS",
    metric: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: { "Fn::GetAtt": [queueOf(zone), "QueueName"] } },
    statistic: "Maximum",
    above: settings.staleAfter,
  } as const;
  return [`${queueOf(zone)}AgeAlarm`, alarm(watch, settings)];
}

function ofFleet({ staleAfter, stage }: Settings): Readonly<Record<string, Watch>> {
  const health = { namespace: "FlinkFleet", dimensions: { service: stage }, statistic: "Maximum" } as const;
  const depth = (queue: string) =>
    ({
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: { "Fn::GetAtt": [queue, "QueueName"] } },
      statistic: "Maximum",
      above: 0,
    }) as const;
  return {
    Staleness: {
      ...health,
      says: "A cluster has not been looked at for too long, or health does not run",
      metric: "StalestLook",
      above: staleAfter,
      silence: true,
    },
    Unseen: {
      ...health,
      says: "A cluster has never been looked at well, or not lately",
      metric: "StaleSpokes",
      above: 0,
      minutes: 15,
    },
    Stuck: { ...health, says: "Resources need somebody's help", metric: "StuckResources", above: 0, minutes: 15 },
    DeadLetters: { ...depth("DeadLetters"), says: "Looks were given up: their messages say why" },
    DeadEvents: { ...depth("DeadEvents"), says: "Requests for changes could not be taken" },
    Schedules: {
      says: "The schedule cannot start sweep or health",
      namespace: "AWS/Scheduler",
      metric: "TargetErrorCount",
      dimensions: { ScheduleGroup: { Ref: "Schedules" } },
      statistic: "Sum",
      above: 0,
    },
  };
}

function alarm(watch: Watch, { alarmTopic, stage }: Settings): Resource {
  const { says, namespace, metric, dimensions = {}, statistic, above, minutes = 5, silence = false } = watch;
  const actions = alarmTopic === "" ? {} : { AlarmActions: [alarmTopic], OKActions: [alarmTopic] };
  return {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      AlarmDescription: `flink-fleet ${stage}: ${says}`,
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Statistic: statistic,
      Period: 300,
      EvaluationPeriods: minutes / 5,
      Threshold: above,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: silence ? "breaching" : "notBreaching",
      ...actions,
    },
  };
}
