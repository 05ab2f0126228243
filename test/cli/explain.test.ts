import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { flinkFleet } from "../../lib/cli/program.ts";
import type { Surroundings } from "../../lib/cli/surroundings.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { application } from "../sequence/support/application.ts";
import { Scene } from "../sequence/support/scene.ts";
import { jarUri, sessionCluster, sessionJob } from "../sequence/support/session.ts";
import { instead } from "../support/instead.ts";
import { placed } from "./support/planning.ts";
import { aDeployment, brokenSpoke, spokeWith, surroundings } from "./surroundings.ts";

const of = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;
const edit = (scene: Scene, spec: object): void => void scene.spoke.api.patch(of, { type: "merge", body: { spec } });

async function told(
  scene: Scene,
  words: readonly string[],
  through = (spoke: Spoke): Spoke => spoke,
  more: readonly Spoke[] = [],
) {
  const spokes = (await scene.world.fleet.spokes()).map(through);
  const { of: given, out, err } = surroundings({ spokes: [...spokes, ...more] });
  const here: Surroundings = { ...given, clock: scene.world.clock, ids: scene.world.ids };
  const code = await flinkFleet(["explain", ...words], here);
  return { code, out: out(), err: err() };
}

/** Runs, was upgraded with a savepoint, and runs again. */
async function upgraded(): Promise<Scene> {
  const scene = new Scene();
  scene.apply(application());
  await scene.passFor(seconds(25));
  edit(scene, { restartNonce: 1 });
  await scene.passFor(seconds(40), seconds(2));
  return scene;
}

/** One for all that only look. */
const settled = upgraded();

describe("explain", () => {
  test("tells why it was started again, from which state, and what comes next", async () => {
    const { code, out } = await told(await settled, ["orders"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^FlinkDeployment default\/orders in one: STABLE, the job is RUNNING\n/);
    expect(out).toMatch(/\nStarted at .* for generation 2, from s3:\/\/flink\/savepoints\/savepoint-\S+\.\n/);
    expect(out).toContain("\nBecause: the spec has changed (restartNonce): stopping the job with a savepoint (");
    expect(out).toMatch(/ {2}.*Z {2}again deleteDeployments: .* \(rule restoring\)\n/);
    expect(out).toContain(
      "\nNow it waits: the job is RUNNING\nNothing stands in its way.\nNext look: when the schedule",
    );
  });

  test("looks now: what nobody has decided yet is told, and nothing is written", async () => {
    const scene = await upgraded();
    edit(scene, { image: "flink:1.20.1" });
    const before = scene.spoke.calls.length;
    const { resourceVersion } = scene.resource("orders").metadata;
    const { out } = await told(scene, ["default/orders"]);
    expect(out).toContain(
      "To be done at the next look: stop stopWithSavepoint: stopping the job with a savepoint (rule changing)",
    );
    expect(scene.resource("orders").metadata.resourceVersion).toBe(resourceVersion);
    const verbs = new Set(scene.spoke.calls.slice(before).map(({ verb }) => verb));
    for (const verb of ["create", "apply", "patch", "writeStatus", "remove", "stopWithSavepoint", "cancel"])
      expect(verbs).not.toContain(verb);
  });

  test("tells what others have changed and nobody puts right, and what has to be said for it", async () => {
    const scene = await upgraded();
    const pod = { containers: [{ name: "flink-main-container", image: "flink:1.20.9" }] };
    const body = { spec: { template: { spec: pod } } };
    scene.spoke.api.patch(placed("orders", "Deployment"), { type: "strategic", body }, { manager: "kubectl-edit" });
    await scene.passFor(minutes(2));
    const { out } = await told(scene, ["orders"]);
    expect(out).toMatch(
      /\nDrifted: others have changed Deployment\/orders \S+\/image \(kubectl-edit\): .* unless the annotation flink-fleet\/repair is now/,
    );
    expect(out).not.toContain("Nothing stands in its way.");
  });

  test("tells what stands in the way", async () => {
    const scene = await upgraded();
    edit(scene, { job: { parallelism: -1 } });
    const { out } = await told(scene, ["orders"]);
    expect(out).toMatch(/\nIn its way: ValidationError: .*parallelism/);
  });

  test("--at tells what was known then, and looks at nothing", async () => {
    const scene = await settled;
    for (const at of ["2026-01-01T00:00:28Z", "2026-01-01T02:00:28+02:00", "45s"]) {
      const before = scene.spoke.calls.length;
      const { code, out } = await told(scene, ["orders", "--at", at]);
      expect(code).toBe(0);
      expect(scene.spoke.calls.slice(before).map(({ verb }) => verb)).toEqual(["list", "list"]);
      expect(out).toContain("for generation 1, without any state.\nIt is the first start that is remembered.");
      expect(out).toMatch(/… and [5-9] more decisions after that time/);
      expect(out).toContain("Then it waits: the job is RUNNING");
      expect(out).not.toContain("restartNonce");
    }
  });

  test("--at before the journal begins says so, and where else to look", async () => {
    const scene = await upgraded();
    const object = scene.resource("orders");
    const status = object["status"] as { readonly fleet: { readonly decisions: readonly object[] } };
    const decisions = status.fleet.decisions.slice(-2);
    const forgotten = { ...object, status: { ...status, fleet: { ...status.fleet, decisions } } };
    scene.spoke.api.update(forgotten, { subresource: "status", manager: "somebody" });
    const { code, out } = await told(scene, ["orders", "--at", "1m"]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /Nothing is remembered of .*: the journal begins at .*, and keeps the newest twenty decisions\./,
    );
    expect(out).toContain('lines with message "Decision" and resource "default/orders"');
    expect((await told(scene, ["orders", "--at", "5h"])).out).toContain("There was no such resource at ");
  });

  test.for([
    {
      words: ["orders", "--at", "soon"],
      says: "Write a time such as 2026-11-22T14:30:00Z, or an age such as 30m or 2h.",
    },
    { words: ["orders", "--at", "2026-11-22"], says: "Write a time such as" },
    { words: ["orders", "--at", "2999-01-01T00:00:00Z"], says: "--at lies ahead" },
    { words: ["oders"], says: "there is no resource oders: did you mean default/orders?" },
    { words: ["orders", "--kind", "Pod"], says: "FlinkStateSnapshot" },
    { words: [], says: "say which resources: NAME…, -n, -l or --cluster; -A means all" },
  ])("$words: a mistake is told", async ({ words, says }) => {
    const { code, err } = await told(await settled, words);
    expect(code).toBe(1);
    expect(err).toContain(says);
  });

  test.for([
    { format: "json", read: JSON.parse as (text: string) => unknown },
    { format: "yaml", read: (text: string): unknown => parse(text) },
  ])("-o $format is for programs", async ({ format, read }) => {
    const { out } = await told(await settled, ["orders", "-o", format]);
    expect(read(out)).toMatchObject({
      resources: [
        {
          subject: { cluster: "one", kind: "FlinkDeployment", namespace: "default", name: "orders", state: "STABLE" },
          start: { generation: 2, cause: { rule: "changing", changed: "restartNonce" } },
          now: { by: "look", rule: "settling", act: "wait", because: "the job is RUNNING" },
          notes: expect.arrayContaining([expect.objectContaining({ rule: "firstDeployment" })]) as unknown,
        },
      ],
      failures: [],
    });
  });

  test("a session job is told as its own", async () => {
    const scene = new Scene();
    scene.spoke.artifacts.put(jarUri, "a jar");
    for (const object of [sessionCluster(), sessionJob()]) scene.apply(object);
    await scene.passFor(minutes(1));
    const { out } = await told(scene, ["counts", "--kind", "FlinkSessionJob"]);
    expect(out).toMatch(/^FlinkSessionJob default\/counts in one: STABLE, the job is RUNNING\n/);
    expect(out).toContain("without any state");
  });

  test("a snapshot is told by its course, whether its kind is named or not", async () => {
    const scene = await upgraded();
    edit(scene, { job: { savepointTriggerNonce: 4 } });
    await scene.passFor(minutes(1), seconds(2));
    const names = scene.names("FlinkStateSnapshot");
    const name = names.find((one) => one.includes("manual")) ?? names[0] ?? "";
    for (const words of [[name], [name, "--kind", "FlinkStateSnapshot"]]) {
      const { code, out } = await told(scene, words);
      expect(code).toBe(0);
      expect(out).toContain(`FlinkStateSnapshot default/${name} in one: COMPLETED\n`);
      expect(out).toMatch(/\nIt lies at s3:\/\/flink\/savepoints\//);
      expect(out).toContain(`lines with message "Decision" and resource "default/${name}"`);
      expect(out).toContain("Now it waits: ");
    }
  });

  test("where it cannot be looked at now, the journal tells, and says so", async () => {
    const scene = await settled;
    const denied: Cluster["list"] = async (query) => {
      if (query.kind !== "Deployment") return await scene.spoke.cluster.list(query);
      throw new Faulted({ kind: "denied", what: "list of deployments", because: "forbidden" });
    };
    const blind = (spoke: Spoke): Spoke => ({
      ...spoke,
      connect: async () => {
        const { cluster, ...rest } = await spoke.connect();
        return { ...rest, cluster: instead(cluster, { list: denied }) };
      },
    });
    const { code, out } = await told(scene, ["orders"], blind);
    expect(code).toBe(0);
    expect(out).toContain(
      "It could not be looked at just now: list of deployments: forbidden. What the journal says instead:",
    );
    expect(out).toContain("Now it waits: the job is RUNNING");
  });

  test("a cluster that cannot be reached hides no other", async () => {
    const broken = brokenSpoke("west", { kind: "unavailable", what: "API server", because: "connection refused" });
    const { code, out, err } = await told(await settled, ["orders"], undefined, [broken]);
    expect(code).toBe(2);
    expect(out).toContain("orders in one: STABLE");
    expect(err).toContain("west: cannot be reached");
    const alone = surroundings({ spokes: [broken] });
    const printed: string[] = [];
    const terminal = { ...alone.of.terminal, out: (text: string) => void printed.push(text) };
    expect(await flinkFleet(["explain", "orders"], { ...alone.of, terminal })).toBe(2);
    expect(printed).toEqual([]);
  });

  test("one that cannot be read is told as it is", async () => {
    const broken = spokeWith("east", [aDeployment("broken", { spec: { mode: "yarn" } })]);
    const { out } = await told(await settled, ["broken"], undefined, [broken]);
    expect(out).toContain("FlinkDeployment default/broken in east: FAILED");
    expect(out).toContain("It could not be looked at just now: FlinkDeployment default/broken: spec.mode is ");
  });
});
