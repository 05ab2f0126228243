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

function graphs({ stage, zones }: Settings, functions: readonly string[]): readonly Graph[] {
  const ofEach = (metric: string): readonly Metric[] =>
    functions.map((name) => ["AWS/Lambda", metric, "FunctionName", fullName(stage, name), { label: name }]);
  const ofQueue = (metric: string, queue: string): Metric => ["AWS/SQS", metric, "QueueName", `\${${queue}.QueueName}`];
  const ofFleet = (metric: string): Metric => ["FlinkFleet", metric, "service", stage];
  const work = Object.keys(zones).map(queueOf);
  return [
    { title: "Seconds since the oldest last good look", stat: "Maximum", metrics: [ofFleet("StalestLook")] },
    {
      title: "Resources",
      stat: "Maximum",
      metrics: ["Resources", "ResourcesInMotion", "StuckResources"].map(ofFleet),
    },
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
