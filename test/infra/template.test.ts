import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { budgets } from "../../infra/budgets.ts";
import { auditFilterPattern } from "../../lib/api/auditFilterPattern.ts";
import { requests } from "../../lib/api/events/requests.ts";
import { health } from "../../lib/core/health/health.ts";
import { instant, minutes } from "../../lib/core/time.ts";
import { measure } from "../../lib/shell/checkHealth.ts";
import { everything } from "./support/everything.ts";
import { packaged, patience } from "./support/packaged.ts";
import { at, list, ofType, referred, type Resource, statements, type Template, text } from "./support/template.ts";

/** Of a stack as it is deployed by default, and of one with everything that parameters can ask for. */
const templates: Template[] = [];
const both = [
  { of: "by default", index: 0 },
  { of: "with everything", index: 1 },
];
const template = (index: number): Template => {
  const found = templates[index];
  if (found === undefined) throw new Error("osls has not packaged it");
  return found;
};

beforeAll(async () => {
  templates.push(await packaged({}), await packaged(everything.parameters, everything.files));
}, patience);

const functions = (of: Template) =>
  ofType(of, "AWS::Lambda::Function").map(([id, { Properties }]) => ({
    id,
    name: String(Properties["FunctionName"]).replace("flink-fleet-prod-", ""),
    is: Properties,
  }));
const named = (of: Template, name: string): Resource["Properties"] => {
  const found = functions(of).find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no function ${name}`);
  return found.is;
};

describe("the functions", () => {
  test("are all there, with a worker for each zone and a door for webhooks only where there are secrets", () => {
    const always = ["audit", "health", "reconcile-default", "request", "sweep", "trigger"];
    const names = (index: number) =>
      functions(template(index))
        .map(({ name }) => name)
        .toSorted();
    expect(names(0)).toEqual(always);
    expect(names(1)).toEqual([...always, "change-private", "reconcile-private", "webhook"].toSorted());
  });

  test.for(both)("run on arm64 with Node 24, from a bundle with a budget, $of", ({ index }) => {
    for (const { is, name } of functions(template(index))) {
      const bundle = /\/(\w+)\.zip$/.exec(String(at(is, "Code", "S3Key")))?.[1];
      expect(Object.keys(budgets), name).toContain(bundle);
      expect(is, name).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"], Handler: "index.handler" });
    }
  });

  test.for(both)("have a role each, which is used by nothing else, $of", ({ index }) => {
    const roles = functions(template(index)).map(({ is }) => referred(is["Role"]));
    expect(new Set(roles).size).toBe(roles.length);
    const others = ofType(template(index), "AWS::IAM::Role").filter(([id]) => !roles.includes(id));
    const more = index === 0 ? [] : ["AuditStreamRole"];
    expect(others.map(([id]) => id).toSorted()).toEqual([...more, "SchedulerRole"]);
    for (const role of roles) {
      const trust = at(template(index).Resources[role], "Properties", "AssumeRolePolicyDocument", "Statement");
      expect(trust, role).toEqual([expect.objectContaining({ Principal: { Service: "lambda.amazonaws.com" } })]);
    }
  });

  test.for(both)("write to a log that ends, to no other one, $of", ({ index }) => {
    const retention = index === 0 ? 30 : 7;
    const logs = ofType(template(index), "AWS::Logs::LogGroup");
    expect(logs.length).toBe(functions(template(index)).length);
    for (const [id, { Properties }] of logs) expect(Properties["RetentionInDays"], id).toBe(retention);
    for (const { is, name } of functions(template(index))) {
      const own = statements(template(index)).filter((one) => one.in === referred(is["Role"]) && one.sid === "OwnLog");
      const groups = own.flatMap(({ statement }) => list(at(statement, "Resource"))).map(referred);
      expect(
        groups.map((id) => template(index).Resources[id]?.Properties["LogGroupName"]),
        name,
      ).toEqual([`/aws/lambda/${String(is["FunctionName"])}`]);
    }
  });

  test.for(both)("are told where things are, and no secret, $of", ({ index }) => {
    const known = [
      "BUS",
      "DEAD_LETTERS",
      "FLEET_FILE",
      "LOOKS_TABLE",
      "MAX_RECEIVES",
      "QUEUES",
      "STAGE",
      "STALE_AFTER",
      "SWEEP_EVERY",
      "ZONES",
    ];
    for (const { is, name } of functions(template(index))) {
      const variables = at(is, "Environment", "Variables");
      expect(known, name).toEqual(expect.arrayContaining(Object.keys(Object(variables))));
      expect(JSON.stringify(variables), name).not.toMatch(/resolve:|secret|password|token|AKIA/i);
    }
  });

  test("know how long it is from one sweep to the next", () => {
    const every = (index: number) =>
      at(named(template(index), "reconcile-default"), "Environment", "Variables", "SWEEP_EVERY");
    expect([every(0), every(1)]).toEqual(["60", "120"]);
  });

  test("know the queue of every zone", () => {
    expect(at(named(template(1), "sweep"), "Environment", "Variables", "QUEUES")).toEqual({
      "Fn::Sub": '{"default":"${WorkDefault}","private":"${WorkPrivate}"}',
    });
  });

  test("know whom to ask for changes in zones that are not reached otherwise, and only they who are asked may", () => {
    const zones = (index: number, name: string) =>
      JSON.parse(String(at(named(template(index), name), "Environment", "Variables", "ZONES"))) as unknown;
    const functionName = named(template(1), "change-private")["FunctionName"];
    for (const name of ["trigger", "request", "webhook"])
      expect(zones(1, name), name).toEqual({ private: functionName });
    expect(zones(0, "trigger")).toEqual({});
    const asking = statements(template(1)).filter(({ statement }) =>
      JSON.stringify(statement).includes("InvokeFunction"),
    );
    const rights = asking.map(({ in: id, statement }) => [id, list(at(statement, "Resource")).map(referred)]);
    const change = functions(template(1)).find(({ name }) => name === "change-private")?.id;
    expect(rights.filter(([id]) => id !== "SchedulerRole")).toEqual(
      ["TriggerRole", "RequestRole", "WebhookRole"].map((role) => [role, [change]]),
    );
  });

  test("are in a VPC only where their zone is, and may make network interfaces only there", () => {
    const inVpc = functions(template(1)).filter(({ is }) => is["VpcConfig"] !== undefined);
    const vpc = { SubnetIds: ["subnet-0123456789abcdef0"], SecurityGroupIds: ["sg-0123456789abcdef0"] };
    expect(inVpc.map(({ name, is }) => [name, is["VpcConfig"]])).toEqual([
      ["reconcile-private", vpc],
      ["change-private", vpc],
    ]);
    const networks = statements(template(1)).filter(({ statement }) => JSON.stringify(statement).includes("ec2:"));
    expect(networks.map((one) => [one.in, at(one.statement, "Effect")])).toEqual([
      ["ReconcileDashprivateRole", "Allow"],
      ["ReconcileDashprivateRole", "Deny"],
      ["ChangeDashprivateRole", "Allow"],
      ["ChangeDashprivateRole", "Deny"],
    ]);
  });

  test("carry the tags", () => {
    for (const { is, name } of functions(template(1))) {
      expect(is["Tags"], name).toEqual([{ Key: "cost-centre", Value: "42" }]);
    }
  });
});

describe("the queues", () => {
  test.for(both)("are encrypted, and have dead letters unless they are for those, $of", ({ index }) => {
    for (const [id, { Properties }] of ofType(template(index), "AWS::SQS::Queue")) {
      expect(Properties["SqsManagedSseEnabled"], id).toBe(true);
      const kept = {
        redrive: at(Properties, "RedrivePolicy", "deadLetterTargetArn"),
        days: Number(Properties["MessageRetentionPeriod"]) / 86_400,
      };
      const isLast = id === "DeadLetters" || id === "DeadEvents";
      expect(kept, id).toMatchObject(
        isLast ? { redrive: undefined, days: 14 } : { redrive: { "Fn::GetAtt": ["DeadLetters", "Arn"] } },
      );
    }
  });

  test.for(both)("outlast their worker, and keep a message until it is given up, $of", ({ index }) => {
    const sources = ofType(template(index), "AWS::Lambda::EventSourceMapping").filter(([id]) => id !== "AuditSource");
    expect(sources.length).toBe(index + 1);
    for (const [id, { Properties: source }] of sources) {
      const worker = template(index).Resources[referred(source["FunctionName"])]?.Properties ?? {};
      const queue = template(index).Resources[referred(source["EventSourceArn"])]?.Properties ?? {};
      const visible = Number(queue["VisibilityTimeout"]);
      const receives = Number(at(queue, "RedrivePolicy", "maxReceiveCount"));
      expect(visible, id).toBeGreaterThanOrEqual(6 * Number(worker["Timeout"]));
      expect(Number(queue["MessageRetentionPeriod"]), id).toBeGreaterThan(receives * visible);
      expect(receives, id).toBeGreaterThan(Number(at(worker, "Environment", "Variables", "MAX_RECEIVES")));
      expect(source["FunctionResponseTypes"], id).toEqual(["ReportBatchItemFailures"]);
      expect(at(source, "ScalingConfig", "MaximumConcurrency"), id).toBe(id.includes("private") ? 5 : 20);
      // It asks for looks at what is in motion on the queue that it is called from.
      expect(worker["RecursiveLoop"], id).toBe("Allow");
    }
  });
});

describe("rights", () => {
  /** What osls makes by itself, and what is open on purpose. */
  const explained: Readonly<Record<string, string>> = {
    ServerlessDeploymentBucketPolicy: "it denies: whoever comes without TLS gets nothing",
    WebhookLambdaPermissionFnUrl: "webhooks have no credentials of AWS; each is refused that is not signed",
    WebhookLambdaPermissionFn: "the same, for what the URL calls: Lambda asks for both",
    HealthLambdaPermissionFnUrl: "asked for by healthUrl=public, for uptime checks without credentials",
    HealthLambdaPermissionFn: "the same, for what the URL calls: Lambda asks for both",
  };
  const isWild = (value: unknown): boolean => /[*?]/.test(JSON.stringify(value ?? ""));

  test.for(both)("have no wildcard without a reason, and no reason without a wildcard, $of", ({ index }) => {
    const { Resources } = template(index);
    const reasons = Object.entries(Resources).flatMap(([id, resource]) =>
      Object.entries(Object(at(resource, "Metadata", "Wildcards"))).map(
        ([sid, because]) => [`${id} ${sid}`, text(because)] as const,
      ),
    );
    const wild = statements(template(index)).filter(({ statement }) =>
      ["Action", "NotAction", "Resource", "NotResource", "Principal"].some((part) => isWild(at(statement, part))),
    );
    const open = ofType(template(index), "AWS::Lambda::Permission").flatMap(([id, { Properties }]) =>
      ["Principal", "SourceArn"].filter((part) => isWild(Properties[part])).map((part) => ({ in: id, sid: part })),
    );
    const unexplained = [...wild, ...open].filter((one) => explained[one.in] === undefined);
    expect(unexplained.map((one) => `${one.in} ${one.sid}`).toSorted()).toEqual(reasons.map(([id]) => id).toSorted());
    for (const [id, because] of reasons) expect(because.length, id).toBeGreaterThan(20);
  });

  test("have no actions by wildcard", () => {
    const actions = statements(template(1))
      .filter(({ in: id }) => explained[id] === undefined)
      .flatMap(({ statement }) => list(at(statement, "Action")));
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => isWild(action))).toEqual([]);
  });

  test("are those of the work of each function", () => {
    const of = (role: string): readonly string[] =>
      statements(template(1))
        .filter(({ in: id, sid }) => id === role && sid !== "OwnLog" && sid !== "")
        .map(({ sid }) => sid);
    const fleet = ["FleetFile", "Keys", "Clusters", "Cluster", "SpokeRole"];
    expect(of("SweepRole")).toEqual([...fleet, "Wakes", "Looks"]);
    expect(of("ReconcileDashdefaultRole")).toEqual([
      ...fleet,
      "Work",
      "DeadLetters",
      "Wakes",
      "Looks",
      "Events",
      "Jars",
    ]);
    const asked = [...fleet, "Images", "Wakes", "Events", "Zones"];
    expect(of("TriggerRole")).toEqual([...asked, "DeadEvents"]);
    expect(of("RequestRole")).toEqual(asked);
    expect(of("WebhookRole")).toEqual([...asked, "WebhookSecrets"]);
    expect(of("ChangeDashprivateRole")).toEqual([...fleet, "Wakes", "Events", "Network", "NetworkForLambdaOnly"]);
    expect(of("AuditRole")).toEqual([...fleet, "Wakes", "AuditStream"]);
    expect(of("HealthRole")).toEqual([...fleet, "Looks", "Depth"]);
  });

  test("of a worker end at its own queue", () => {
    const queues = statements(template(1))
      .filter(({ in: id, sid }) => id === "ReconcileDashprivateRole" && ["Work", "Wakes"].includes(sid))
      .flatMap(({ statement }) => list(at(statement, "Resource")).map(referred));
    expect(queues).toEqual(["WorkPrivate", "WorkPrivate"]);
  });
});

describe("alarms", () => {
  const alarms = (index: number) =>
    ofType(template(index), "AWS::CloudWatch::Alarm").map(
      ([id, { Properties }]) => ({ id, ...Properties }) as Readonly<Record<string, unknown>>,
    );
  const watched = (index: number) =>
    alarms(index).map((alarm) => `${String(alarm["MetricName"])} ${JSON.stringify(alarm["Dimensions"])}`);

  test("go to the topic where there is one", () => {
    for (const alarm of alarms(0)) expect(alarm["AlarmActions"], String(alarm["id"])).toBeUndefined();
    for (const alarm of alarms(1)) {
      expect(alarm, String(alarm["id"])).toMatchObject({
        AlarmActions: [everything.parameters["alarmTopic"]],
        OKActions: [everything.parameters["alarmTopic"]],
      });
    }
  });

  test.for(both)("watch every function and every queue, $of", ({ index }) => {
    for (const { is } of functions(template(index))) {
      for (const metric of ["Errors", "Throttles"]) {
        const dimensions = JSON.stringify([{ Name: "FunctionName", Value: is["FunctionName"] }]);
        expect(watched(index)).toContain(`${metric} ${dimensions}`);
      }
    }
    for (const [id] of ofType(template(index), "AWS::SQS::Queue")) {
      const metric = id.startsWith("Dead") ? "ApproximateNumberOfMessagesVisible" : "ApproximateAgeOfOldestMessage";
      const dimensions = JSON.stringify([{ Name: "QueueName", Value: { "Fn::GetAtt": [id, "QueueName"] } }]);
      expect(watched(index)).toContain(`${metric} ${dimensions}`);
    }
  });

  test("ring when health is silent, and at no other silence", () => {
    const silent = alarms(1).filter((alarm) => alarm["TreatMissingData"] !== "notBreaching");
    expect(silent).toEqual([
      expect.objectContaining({
        MetricName: "StalestLook",
        Namespace: "FlinkFleet",
        TreatMissingData: "breaching",
        Threshold: 600,
      }),
    ]);
  });

  const figures = ["StalestLook", "StaleSpokes", "StuckResources", "HealthProblems", "SickCanaries"];

  test.for(both)("watch figures that health puts for this stage, the same $of", ({ index }) => {
    const put: string[] = [];
    const nothing = { spokes: [], notes: [], deadLetters: 0, problems: [] };
    measure(health(nothing, minutes(15), instant(0)), { put: (all) => void put.push(...all.map(({ name }) => name)) });
    const ofHealth = alarms(index).filter((alarm) => alarm["Namespace"] === "FlinkFleet");
    expect(ofHealth.map((alarm) => alarm["MetricName"])).toEqual(figures);
    expect(put).toEqual(expect.arrayContaining(figures));
    for (const alarm of ofHealth)
      expect(alarm["Dimensions"], String(alarm["id"])).toEqual([{ Name: "service", Value: "prod" }]);
  });

  test.for(["StaleSpokes", "StuckResources", "HealthProblems", "SickCanaries"])(
    "ring for %s when there was any for a quarter of an hour",
    (metric) => {
      const [alarm] = alarms(1).filter(({ MetricName }) => MetricName === metric);
      const lasting = Number(alarm?.["Period"]) * Number(alarm?.["EvaluationPeriods"]);
      expect([lasting, alarm?.["Threshold"], alarm?.["Statistic"]]).toEqual([900, 0, "Maximum"]);
    },
  );

  test("ring for audit logs of other accounts that are read late, before they are given up", () => {
    const ages = (index: number) => alarms(index).filter(({ MetricName }) => MetricName === "IteratorAge");
    expect(ages(0)).toEqual([]);
    const { AuditSource } = template(1).Resources;
    const reader = template(1).Resources[referred(AuditSource?.Properties["FunctionName"])];
    expect(ages(1)).toEqual([
      expect.objectContaining({
        Namespace: "AWS/Lambda",
        Dimensions: [{ Name: "FunctionName", Value: reader?.Properties["FunctionName"] }],
        Statistic: "Maximum",
      }),
    ]);
    const seconds = Number(ages(1)[0]?.["Threshold"]) / 1000;
    expect(seconds).toBe(60);
    expect(seconds).toBeLessThan(Number(AuditSource?.Properties["MaximumRecordAgeInSeconds"]));
  });

  test.for(both)("say what is wrong and what to do, each something else, $of", ({ index }) => {
    const said = alarms(index).map((alarm) => String(alarm["AlarmDescription"]));
    for (const text of said) expect(text).toMatch(/^flink-fleet prod: .{10,}\. .{10,}\. See docs\/operations\.md$/);
    expect(new Set(said).size).toBe(said.length);
  });

  const drawn = (index: number): string => {
    const [[, dashboard] = []] = ofType(template(index), "AWS::CloudWatch::Dashboard");
    return String(at(dashboard, "Properties", "DashboardBody", "Fn::Sub"));
  };

  test("and the dashboard show every function", () => {
    expect(at(JSON.parse(drawn(1)), "widgets", 0, "type")).toBe("metric");
    for (const { is } of functions(template(1))) expect(drawn(1)).toContain(String(is["FunctionName"]));
  });

  test.for(both)("watch nothing that the dashboard does not draw, $of", ({ index }) => {
    const metrics = list(at(JSON.parse(drawn(index)), "widgets")).flatMap((widget) =>
      list(at(widget, "properties", "metrics")).map((metric) => `${text(at(metric, 0))} ${text(at(metric, 1))}`),
    );
    const rung = alarms(index).map((alarm) => `${String(alarm["Namespace"])} ${String(alarm["MetricName"])}`);
    expect(metrics).toEqual(expect.arrayContaining(rung));
    expect(metrics.includes("AWS/Lambda IteratorAge")).toBe(index === 1);
  });
});

describe("what starts functions", () => {
  test("schedules are exact, and as often as the parameter says", () => {
    const schedules = ofType(template(1), "AWS::Scheduler::Schedule").map(([, { Properties }]) => [
      referred(at(Properties, "Target", "Arn")),
      Properties["ScheduleExpression"],
      at(Properties, "FlexibleTimeWindow", "Mode"),
    ]);
    expect(schedules).toEqual([
      ["SweepLambdaFunction", "rate(2 minutes)", "OFF"],
      ["HealthLambdaFunction", "rate(1 minute)", "OFF"],
    ]);
  });

  test("every request that has a schema is given to trigger", () => {
    const rule = template(0).Resources["RequestsRule"]?.Properties;
    expect(
      list(at(rule, "EventPattern", "detail-type"))
        .map(text)
        .toSorted(),
    ).toEqual(Object.keys(requests).toSorted());
  });

  test("every rule may call trigger, and puts what it cannot give it aside", () => {
    const rules = ofType(template(0), "AWS::Events::Rule");
    const allowed = ofType(template(0), "AWS::Lambda::Permission").flatMap(([, { Properties }]) =>
      Properties["Principal"] === "events.amazonaws.com" ? [referred(Properties["SourceArn"])] : [],
    );
    const taken = list(
      at(
        template(0).Resources["DeadEventsPolicy"],
        "Properties",
        "PolicyDocument",
        "Statement",
        0,
        "Condition",
        "ArnEquals",
        "aws:SourceArn",
      ),
    );
    const ids = rules.map(([id]) => id);
    expect(ids.length).toBe(3);
    expect(allowed).toEqual(ids);
    expect(taken.map(referred)).toEqual(ids);
    for (const [id, { Properties }] of rules) {
      expect(referred(at(Properties, "Targets", 0, "Arn")), id).toBe("TriggerLambdaFunction");
      expect(referred(at(Properties, "Targets", 0, "DeadLetterConfig", "Arn")), id).toBe("DeadEvents");
    }
  });

  test("function URLs ask for credentials, but those that are to be open", () => {
    const urls = (index: number) =>
      ofType(template(index), "AWS::Lambda::Url").map(([id, { Properties }]) => [
        id.replace("LambdaFunctionUrl", ""),
        Properties["AuthType"],
      ]);
    expect(urls(0)).toEqual([
      ["Request", "AWS_IAM"],
      ["Health", "AWS_IAM"],
    ]);
    expect(urls(1)).toEqual([
      ["Request", "AWS_IAM"],
      ["Webhook", "NONE"],
      ["Health", "NONE"],
    ]);
  });

  test("audit logs that are named are subscribed to", () => {
    const groups = ofType(template(1), "AWS::Logs::SubscriptionFilter").map(([, { Properties }]) => Properties);
    expect(groups.map((group) => group["LogGroupName"])).toEqual(["/aws/eks/one/cluster", "/aws/eks/two/cluster"]);
    for (const { FilterPattern } of groups) expect(FilterPattern).toBe(auditFilterPattern);
    expect(ofType(template(0), "AWS::Logs::SubscriptionFilter")).toEqual([]);
  });
});

test("other accounts may send audit logs where they are named, and only to a destination whose stream the function reads", () => {
  expect(ofType(template(0), "AWS::Kinesis::Stream")).toEqual([]);
  expect(ofType(template(0), "AWS::Logs::Destination")).toEqual([]);
  const { AuditDestination, AuditSource, AuditStreamRole } = template(1).Resources;
  const policy = z.object({ "Fn::Sub": z.string() }).parse(AuditDestination?.Properties["DestinationPolicy"])[
    "Fn::Sub"
  ];
  expect(at(JSON.parse(policy), "Statement")).toEqual([
    {
      Sid: "Accounts",
      Effect: "Allow",
      Principal: { AWS: ["210987654321", "321098765432"] },
      Action: "logs:PutSubscriptionFilter",
      Resource: "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:destination:flink-fleet-prod-audit",
    },
  ]);
  expect(referred(AuditDestination?.Properties["TargetArn"])).toBe("AuditStream");
  expect(referred(AuditSource?.Properties["EventSourceArn"])).toBe("AuditStream");
  expect(referred(AuditSource?.Properties["FunctionName"])).toBe("AuditLambdaFunction");
  // Spokes trust whatever is below the path of the functions.
  expect(AuditStreamRole?.Properties["Path"]).toBeUndefined();
});

test("nothing of the table of looks has to be kept", () => {
  expect(template(0).Resources["Looks"]).toMatchObject({
    DeletionPolicy: "Delete",
    Properties: {
      BillingMode: "PAY_PER_REQUEST",
      TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    },
  });
});

test("docs/deploying.md tells every output, and which are there only with a parameter", () => {
  const told = [...readFileSync("docs/deploying.md", "utf8").matchAll(/^\| `([A-Z]\w+)` \| (.*) \|$/gm)];
  const names = (index: number) =>
    Object.keys(Object(at(template(index), "Outputs"))).filter((name) => name !== "ServerlessDeploymentBucketName");
  const always = told.filter(([, , says = ""]) => !says.includes("; only with"));
  expect(told.map(([, name = ""]) => name).toSorted()).toEqual(names(1).toSorted());
  expect(always.map(([, name = ""]) => name).toSorted()).toEqual(names(0).toSorted());
});

test("other accounts may put requests on the bus only where they are named", () => {
  expect(ofType(template(0), "AWS::Events::EventBusPolicy")).toEqual([]);
  expect(at(template(1).Resources["BusPolicy"], "Properties", "Statement", "Principal")).toEqual({
    AWS: [{ "Fn::Sub": "arn:${AWS::Partition}:iam::210987654321:root" }],
  });
});

test("other accounts may call the URL of request, and the function by its URL alone, only where they are named", () => {
  const given = (index: number) =>
    ofType(template(index), "AWS::Lambda::Permission")
      .map(([, { Properties }]) => Properties)
      .filter(({ Principal }) => /^[0-9]{12}$/.test(text(Principal)));
  const of = { FunctionName: { "Fn::GetAtt": ["RequestLambdaFunction", "Arn"] }, Principal: "210987654321" };
  expect(given(0)).toEqual([]);
  expect(given(1)).toEqual([
    { ...of, Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "AWS_IAM" },
    { ...of, Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true },
  ]);
});
