import { fullName, queueOf, type Resource, type Resources, workerOf, logicalId } from "./names.ts";
import type { Settings } from "./settings.ts";

interface Watch {
  /** What is wrong. */
  readonly says: string;
  /** The first thing to do; docs/operations.md has the rest. */
  readonly cure: string;
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
type Watches = Readonly<Record<string, Watch>>;

/** What wakes somebody up. Each says in its description what is wrong, and what to do. */
export const alarms = (settings: Settings, functions: readonly string[]): Resources => {
  const watches: Watches = {
    ...Object.assign({}, ...functions.map((name) => ofFunction(name, settings))),
    ...Object.assign({}, ...Object.keys(settings.zones).map((zone) => ofZone(zone, settings))),
    ...ofLooks(settings),
    ...ofHealth(settings),
    ...ofDeadQueues,
    ...ofSchedules,
    ...ofAuditStream(settings),
  };
  return Object.fromEntries(Object.entries(watches).map(([name, watch]) => [`${name}Alarm`, alarm(watch, settings)]));
};

function ofFunction(name: string, { stage }: Settings): Watches {
  const invocations = {
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: fullName(stage, name) },
    statistic: "Sum",
    above: 0,
  } as const;
  return {
    [`${logicalId(name)}Errors`]: {
      ...invocations,
      says: `${name} fails`,
      cure: `The log group /aws/lambda/${fullName(stage, name)} says why`,
      metric: "Errors",
    },
    [`${logicalId(name)}Throttles`]: {
      ...invocations,
      says: `${name} is held back by Lambda`,
      cure: "Raise the account's quota of concurrent executions, or lower maximumConcurrency",
      metric: "Throttles",
    },
  };
}

const ofZone = (zone: string, { staleAfter }: Settings): Watches => ({
  [`${queueOf(zone)}Age`]: {
    says: `Messages wait for ${workerOf(zone)}: it is too slow, or does not run`,
    cure: "Look for its errors and throttles, then raise maximumConcurrency of the zone or sweep less often",
    namespace: "AWS/SQS",
    metric: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: { "Fn::GetAtt": [queueOf(zone), "QueueName"] } },
    statistic: "Maximum",
    above: staleAfter,
  },
});

/** What the function health puts. */
const figureOf = (stage: string) =>
  ({
    namespace: "FlinkFleet",
    dimensions: { service: stage },
    statistic: "Maximum",
    above: 0,
    minutes: 15,
  }) as const;

function ofLooks({ staleAfter, stage }: Settings): Watches {
  const figure = figureOf(stage);
  return {
    Staleness: {
      ...figure,
      says: "A cluster has not been looked at for too long, or nobody can tell: health cannot read it, or does not run",
      cure: "The health URL names it and says why",
      metric: "StalestLook",
      above: staleAfter,
      minutes: 5,
      silence: true,
    },
    Unseen: {
      ...figure,
      says: "A cluster has never been looked at well, or not lately",
      cure: "The health URL names it, and flink-fleet enrol --check the step that fails",
      metric: "StaleSpokes",
    },
    Stuck: {
      ...figure,
      says: "Resources need somebody's help",
      cure: "flink-fleet status finds them, and the message of their condition Degraded has the cure",
      metric: "StuckResources",
    },
  };
}

function ofHealth({ stage }: Settings): Watches {
  const figure = figureOf(stage);
  return {
    // What cannot be read has no figures: without this alarm the others would go quiet, as if all were well.
    HealthProblems: {
      ...figure,
      says: "health cannot read all that it measures, so that other figures are missing",
      cure: "The health URL says what does not answer and why: cure that before other alarms",
      metric: "HealthProblems",
    },
    SickCanaries: {
      ...figure,
      says: "Changes of a canary do not come through: its cluster cannot be written, or tells what is old",
      cure: "The health URL names the cluster: look at the runs of its canary",
      metric: "SickCanaries",
    },
  };
}

const depthOf = (queue: string) =>
  ({
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: { "Fn::GetAtt": [queue, "QueueName"] } },
    statistic: "Maximum",
    above: 0,
  }) as const;

const ofDeadQueues: Watches = {
  DeadLetters: { ...depthOf("DeadLetters"), says: "Looks were given up", cure: "Their messages say why" },
  DeadEvents: {
    ...depthOf("DeadEvents"),
    says: "Requests for changes could not be taken",
    cure: "Cure what their messages tell of, then send them again",
  },
};

const ofSchedules: Watches = {
  Schedules: {
    says: "The schedule cannot start sweep or health",
    cure: "Deploy the stack again where its role or a function was changed by hand",
    namespace: "AWS/Scheduler",
    metric: "TargetErrorCount",
    dimensions: { ScheduleGroup: { Ref: "Schedules" } },
    statistic: "Sum",
    above: 0,
  },
};

/** Milliseconds. What is later than a sweep tells nothing new; and records are given up after five minutes, so that no age is ever far above that. */
const late = 60_000;

/** The stream's own metric ends where Lambda takes records off it; that of the function has the time that they wait for it as well. */
const ofAuditStream = ({ auditAccounts, stage }: Settings): Watches =>
  auditAccounts.length === 0
    ? {}
    : {
        AuditStreamAge: {
          says: "Audit logs of other accounts are read late: edits by hand are found by the sweep alone",
          cure: "Look for errors and throttles of audit, then give the stream more shards",
          namespace: "AWS/Lambda",
          metric: "IteratorAge",
          dimensions: { FunctionName: fullName(stage, "audit") },
          statistic: "Maximum",
          above: late,
          minutes: 15,
        },
      };

function alarm(watch: Watch, { alarmTopic, stage }: Settings): Resource {
  const { says, cure, namespace, metric, dimensions = {}, statistic, above, minutes = 5, silence = false } = watch;
  const actions = alarmTopic === "" ? {} : { AlarmActions: [alarmTopic], OKActions: [alarmTopic] };
  return {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      AlarmDescription: `flink-fleet ${stage}: ${says}. ${cure}. See docs/operations.md`,
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
