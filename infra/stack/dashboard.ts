import { fullName, queueOf, type Resource, workerOf } from "./names.ts";
import type { Settings } from "./settings.ts";

/** Namespace, name, dimension and its value; then what is drawn of it. */
type Metric = readonly [string, string, ...unknown[]];

interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
  readonly stat: "Sum" | "Maximum" | "Average";
}

/** One page: is everything looked at, what is in the way, and what does it cost. */
export function dashboard(settings: Settings, functions: readonly string[]): Resource {
  const widgets = graphs(settings, functions).map(({ title, metrics, stat }, index) => ({
    type: "metric",
    x: (index % 2) * 12,
    y: Math.floor(index / 2) * 6,
    width: 12,
    height: 6,
    properties: { title, metrics, stat, period: 60, view: "timeSeries", region: "${AWS::Region}" },
  }));
  return {
    Type: "AWS::CloudWatch::Dashboard",
    Properties: {
      DashboardName: { "Fn::Sub": `flink-fleet-${settings.stage}-\${AWS::Region}` },
      DashboardBody: { "Fn::Sub": JSON.stringify({ widgets }) },
    },
  };
}

function graphs(settings: Settings, functions: readonly string[]): readonly Graph[] {
  return [...ofFleet(settings), ...ofQueues(settings), ...ofFunctions(settings, functions), ...ofAuditStream(settings)];
}

function ofFleet({ stage }: Settings): readonly Graph[] {
  const figure = (metric: string): Metric => ["FlinkFleet", metric, "service", stage];
  return [
    { title: "Seconds since the oldest last good look", stat: "Maximum", metrics: [figure("StalestLook")] },
    {
      title: "Resources",
      stat: "Maximum",
      metrics: ["Resources", "ResourcesInMotion", "StuckResources", "DriftedResources"].map(figure),
    },
    {
      title: "Clusters in trouble, and what health cannot read",
      stat: "Maximum",
      metrics: ["StaleSpokes", "SickCanaries", "HealthProblems"].map(figure),
    },
    {
      title: "Starts that the schedule could not make",
      stat: "Sum",
      metrics: [["AWS/Scheduler", "TargetErrorCount", "ScheduleGroup", "${Schedules}"]],
    },
  ];
}

function ofQueues({ zones }: Settings): readonly Graph[] {
  const ofQueue = (metric: string, queue: string): Metric => ["AWS/SQS", metric, "QueueName", `\${${queue}.QueueName}`];
  const work = Object.keys(zones).map(queueOf);
  return [
    {
      title: "Age of the oldest message (s)",
      stat: "Maximum",
      metrics: work.map((queue) => ofQueue("ApproximateAgeOfOldestMessage", queue)),
    },
    {
      title: "Messages waiting",
      stat: "Maximum",
      metrics: [...work, "DeadLetters", "DeadEvents"].map((queue) =>
        ofQueue("ApproximateNumberOfMessagesVisible", queue),
      ),
    },
  ];
}

function ofFunctions({ stage, zones }: Settings, functions: readonly string[]): readonly Graph[] {
  const ofEach = (metric: string): readonly Metric[] =>
    functions.map((name) => ["AWS/Lambda", metric, "FunctionName", fullName(stage, name), { label: name }]);
  return [
    { title: "Invocations", stat: "Sum", metrics: ofEach("Invocations") },
    { title: "Errors and throttles", stat: "Sum", metrics: [...ofEach("Errors"), ...ofEach("Throttles")] },
    { title: "Longest invocation (ms)", stat: "Maximum", metrics: ofEach("Duration") },
    {
      title: "Workers at the same time",
      stat: "Maximum",
      metrics: Object.keys(zones).map((zone) => [
        "AWS/Lambda",
        "ConcurrentExecutions",
        "FunctionName",
        fullName(stage, workerOf(zone)),
      ]),
    },
  ];
}

const ofAuditStream = ({ stage, auditAccounts }: Settings): readonly Graph[] =>
  auditAccounts.length === 0
    ? []
    : [
        {
          title: "Age of audit logs of other accounts when they are read (ms)",
          stat: "Maximum",
          metrics: [["AWS/Lambda", "IteratorAge", "FunctionName", fullName(stage, "audit")]],
        },
      ];
