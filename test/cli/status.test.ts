import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { flinkFleet } from "../../lib/cli/program.ts";
import { aDeployment, aSessionJob, brokenSpoke, spokeWith, surroundings } from "./surroundings.ts";

const conditions = (given: Record<string, { status: string; message: string }>) =>
  Object.entries(given).map(([type, { status, message }]) => ({
    type,
    status,
    message,
    reason: "Because",
    lastTransitionTime: "2026-11-21T11:59:00Z",
  }));

const stable = aDeployment("orders", {
  status: {
    lifecycleState: "STABLE",
    jobStatus: { state: "RUNNING" },
    conditions: conditions({
      Ready: { status: "True", message: "all tasks of the job run" },
      Progressing: { status: "False", message: "what was asked for is there" },
      Degraded: { status: "False", message: "nothing is wrong" },
    }),
  },
});
const starting = aDeployment("sessions", {
  namespace: "tools",
  spec: { job: undefined, mode: "standalone" },
  status: {
    lifecycleState: "DEPLOYED",
    conditions: conditions({
      Ready: { status: "False", message: "pods are starting" },
      Progressing: { status: "True", message: "waiting for the JobManager" },
      Degraded: { status: "True", message: "[flink-main-container] Back-off pulling image" },
    }),
  },
});

describe("status", () => {
  test("prints one line for each resource, sorted by place", async () => {
    const { of, out } = surroundings({ spokes: [spokeWith("west", [starting]), spokeWith("east", [stable])] });
    expect(await flinkFleet(["status"], of)).toBe(0);
    expect(out()).toBe(
      [
        "CLUSTER  NAMESPACE  RESOURCE  MODE                STATE     JOB      AGE  MESSAGE                                        NEXT",
        "east     default    orders    native application  STABLE    RUNNING  3m   all tasks of the job run                       -",
        "west     tools      sessions  standalone session  DEPLOYED  -        3m   [flink-main-container] Back-off pulling image  waiting for the JobManager",
      ].join("\n"),
    );
  });

  test.for([
    { when: "what is waited for is the message", message: "waiting for a pod", line: / waiting for a pod +-$/u },
    { when: "a message is long", message: "x".repeat(90), line: / x{79}… +waiting for a pod$/u },
    { when: "a message just fits", message: "x".repeat(80), line: / x{80} +waiting for a pod$/u },
  ])("a line has no more than it needs, $when", async ({ message, line }) => {
    const status = {
      conditions: conditions({
        Ready: { status: "False", message },
        Progressing: { status: "True", message: "waiting for a pod" },
      }),
    };
    const { of, out } = surroundings({ spokes: [spokeWith("east", [aDeployment("orders", { status })])] });
    await flinkFleet(["status"], of);
    expect(out()).toMatch(line);
  });

  test.for([
    { format: "json", read: JSON.parse as (text: string) => unknown },
    { format: "yaml", read: (text: string): unknown => parse(text) },
  ])("-o $format says the same for programs, and what failed", async ({ format, read }) => {
    const fault = { kind: "unavailable", what: "API server", because: "connection refused" } as const;
    const { of, out } = surroundings({ spokes: [spokeWith("east", [stable]), brokenSpoke("west", fault)] });
    expect(await flinkFleet(["status", "-o", format], of)).toBe(2);
    expect(read(out())).toEqual({
      resources: [
        {
          cluster: "east",
          namespace: "default",
          resource: "orders",
          kind: "FlinkDeployment",
          mode: "native",
          type: "application",
          state: "STABLE",
          job: "RUNNING",
          created: "2026-11-21T11:57:00Z",
          message: "all tasks of the job run",
        },
      ],
      failures: [
        { cluster: "west", kind: "unavailable", message: expect.stringContaining("connection refused") as string },
      ],
    });
  });

  test("-n shows one namespace", async () => {
    const { of, out } = surroundings({ spokes: [spokeWith("east", [stable, starting])] });
    await flinkFleet(["status", "-n", "tools"], of);
    expect(out()).toContain("sessions");
    expect(out()).not.toContain("orders");
  });

  test("an empty fleet says so, and that is no failure", async () => {
    const { of, err } = surroundings({ spokes: [spokeWith("east", [])] });
    expect(await flinkFleet(["status"], of)).toBe(0);
    expect(err()).toBe("There are no FlinkDeployments and no FlinkSessionJobs.");
  });

  test("an empty namespace is named; it cannot be asked for along with all", async () => {
    const { of, err } = surroundings({ spokes: [spokeWith("east", [stable])] });
    expect(await flinkFleet(["status", "-n", "paymnets"], of)).toBe(0);
    expect(err()).toBe("There are no FlinkDeployments and no FlinkSessionJobs in namespace paymnets.");
    expect(await flinkFleet(["status", "-n", "shop", "-A"], of)).toBe(1);
  });

  test("a resource that cannot be read hides no other", async () => {
    const broken = aDeployment("broken", { spec: { mode: "yarn" } });
    const { of, out } = surroundings({ spokes: [spokeWith("east", [broken, stable])] });
    expect(await flinkFleet(["status"], of)).toBe(0);
    expect(out()).toMatch(/broken .* cannot be read: spec\.mode/u);
    expect(out()).toContain("orders");
  });

  test.for([
    { spec: { mode: "standalone", image: 1 }, says: /standalone application +FAILED +- +3m/u },
    { spec: { image: 1, job: undefined }, says: /native session +FAILED +- +3m/u },
  ])("a resource that cannot be read is told with what is plain about it: $says", async ({ spec, says }) => {
    const { of, out } = surroundings({ spokes: [spokeWith("east", [aDeployment("broken", { spec })])] });
    await flinkFleet(["status"], of);
    expect(out()).toMatch(says);
  });

  test.for([
    {
      when: "the CRDs are missing",
      fault: { kind: "missing", what: "the custom resource definition flinkdeployments" },
      says: "flink-fleet enrol --apply --context west",
    },
    {
      when: "the credentials have expired",
      fault: { kind: "denied", what: "list of flinkdeployments", because: "Unauthorized" },
      says: "log in again",
    },
    {
      when: "nobody is signed in to AWS",
      fault: { kind: "denied", what: "AWS credentials of this process", because: "CredentialsProviderError: none" },
      says: "Sign in to AWS",
    },
    {
      when: "rights are missing",
      fault: { kind: "denied", what: "list of flinkdeployments", because: "it is forbidden" },
      says: "flink-fleet enrol --apply --context west",
    },
    {
      when: "rights are there in some namespaces only",
      fault: { kind: "denied", what: "list", because: 'forbidden: User "jane" cannot list at the cluster scope' },
      says: "enrol --apply --context west --all-namespaces, or a fleet file names the namespaces",
    },
    {
      when: "the cluster cannot be reached",
      fault: { kind: "unavailable", what: "API server", because: "connection refused" },
      says: "cannot be reached",
    },
  ] as const)("$when: says what to do and shows the others", async ({ fault, says }) => {
    const { of, out, err } = surroundings({ spokes: [brokenSpoke("west", fault), spokeWith("east", [stable])] });
    expect(await flinkFleet(["status"], of)).toBe(2);
    expect(out()).toContain("orders");
    expect(err()).toMatch(/^west: /u);
    expect(err()).toContain(says);
  });

  test("credentials that cannot work are no matter of rights", async () => {
    const because = "the client certificate expired on 2026-11-21";
    const { of, err } = surroundings({
      spokes: [brokenSpoke("west", { kind: "denied", what: 'context "west"', because })],
    });
    expect(await flinkFleet(["status"], of)).toBe(2);
    expect(err()).toBe(`west: access denied to context "west": ${because}.`);
  });
});

describe("status of session jobs", () => {
  const session = aDeployment("sessions", { spec: { job: undefined } });
  const failing = aSessionJob("clicks", {
    status: {
      lifecycleState: "UPGRADING",
      jobStatus: { state: "RECONCILING" },
      conditions: conditions({
        Ready: { status: "False", message: "it is coming up" },
        Progressing: { status: "True", message: "waiting for the session cluster" },
        Degraded: { status: "True", message: "the session cluster sessions is not there" },
      }),
    },
  });

  test("each stands below its cluster, with what is wrong with it", async () => {
    const objects = [aSessionJob("views"), failing, aDeployment("sessions-2"), aDeployment("alerts"), session];
    const { of, out } = surroundings({ spokes: [spokeWith("east", objects)] });
    expect(await flinkFleet(["status"], of)).toBe(0);
    expect(out()).toBe(
      [
        "CLUSTER  NAMESPACE  RESOURCE    MODE                STATE      JOB          AGE  MESSAGE                                    NEXT",
        "east     default    alerts      native application  CREATED    -            3m   not looked at yet                          -",
        "east     default    sessions    native session      CREATED    -            3m   not looked at yet                          -",
        "east     default    clicks      job on sessions     UPGRADING  RECONCILING  3m   the session cluster sessions is not there  waiting for the session cluster",
        "east     default    views       job on sessions     CREATED    -            3m   not looked at yet                          -",
        "east     default    sessions-2  native application  CREATED    -            3m   not looked at yet                          -",
      ].join("\n"),
    );
  });

  test("-o json names the kind and the session cluster", async () => {
    const { of, out } = surroundings({ spokes: [spokeWith("east", [failing])] });
    await flinkFleet(["status", "-o", "json"], of);
    expect(JSON.parse(out())).toMatchObject({
      resources: [{ kind: "FlinkSessionJob", resource: "clicks", sessionCluster: "sessions", job: "RECONCILING" }],
    });
  });

  test.for([
    {
      when: "of a known cluster",
      spec: { job: { parallelism: "two" } },
      says: /broken +job on sessions +FAILED .* cannot be read: spec\.job\.parallelism/u,
    },
    {
      when: "that names no cluster",
      spec: { deploymentName: 1 },
      says: /broken +job on +FAILED .* cannot be read: spec\.deploymentName/u,
    },
  ])("one $when that cannot be read hides no other", async ({ spec, says }) => {
    const { of, out } = surroundings({ spokes: [spokeWith("east", [aSessionJob("broken", { spec }), failing])] });
    expect(await flinkFleet(["status"], of)).toBe(0);
    expect(out()).toMatch(says);
    expect(out()).toContain("clicks");
  });

  test("where their CRD is not installed there are none", async () => {
    const fault = { kind: "missing", what: "the custom resource definition flinksessionjobs" } as const;
    const { of, out, err } = surroundings({ spokes: [spokeWith("east", [session], { FlinkSessionJob: fault })] });
    expect(await flinkFleet(["status"], of)).toBe(0);
    expect(out()).toContain("sessions");
    expect(err()).toBe("");
  });

  test("where they may not be looked at, deployments are shown and the rest is told", async () => {
    const fault = { kind: "denied", what: "list of flinksessionjobs", because: "it is forbidden" } as const;
    const { of, out, err } = surroundings({ spokes: [spokeWith("east", [session], { FlinkSessionJob: fault })] });
    expect(await flinkFleet(["status"], of)).toBe(2);
    expect(out()).toContain("sessions");
    expect(err()).toContain("access denied to list of flinksessionjobs");
  });
});
