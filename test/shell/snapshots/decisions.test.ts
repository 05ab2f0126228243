import { describe, expect, test } from "vitest";
import { jsonLog } from "../../../lib/adapters/system/jsonLog.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { seconds } from "../../../lib/core/time.ts";
import type { Log } from "../../../lib/ports/index.ts";
import { application, type Fields } from "../../sequence/support/application.ts";
import { Scene } from "../../sequence/support/scene.ts";

class LoggedScene extends Scene {
  readonly lines: Fields[] = [];
  readonly log: Log = jsonLog((line) => void this.lines.push(JSON.parse(line) as Fields), this.world.clock);

  override get ports(): Scene["ports"] {
    return { ...super.ports, log: this.log };
  }

  get decisions(): readonly Fields[] {
    return this.lines.filter(({ message, kind }) => message === "Decision" && kind === "FlinkStateSnapshot");
  }
}

const snapshot = (spec: Fields): KubernetesObject =>
  ({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkStateSnapshot",
    metadata: { namespace: "default", name: "manual" },
    spec,
  }) as KubernetesObject;

async function told(spec: Fields): Promise<LoggedScene> {
  const scene = new LoggedScene();
  scene.apply(application());
  await scene.passFor(seconds(25));
  scene.apply(snapshot(spec));
  await scene.passFor(seconds(40), seconds(4));
  return scene;
}

describe("the decisions about a snapshot", () => {
  test("are lines of the log, each with its rule, what was passed over, and what came of it", async () => {
    const { decisions } = await told({ jobReference: { kind: "FlinkDeployment", name: "orders" }, savepoint: {} });
    expect(decisions.filter(({ rule }) => rule !== "marking")).toMatchObject([
      {
        rule: "pending",
        passed: "deletion, invalid, marking, finished, existing, underWay",
        act: "once",
        does: "trigger",
        "claim.kind": "snapshot",
        "outcome.kind": "triggered",
        "facts.state": "TRIGGER_PENDING",
        "facts.job": "running",
      },
      {
        rule: "underWay",
        act: "conclude",
        does: "completed",
        "facts.state": "IN_PROGRESS",
        "facts.progress": "completed",
      },
    ]);
    const marked = decisions.find(({ rule }) => rule === "marking");
    expect(marked).toMatchObject({ passed: "deletion, invalid", act: "again", does: "mark", "outcome.kind": "done" });
    const [first] = decisions;
    expect(first).toMatchObject({ spoke: "one", resource: "default/manual", "facts.failures": 0 });
    expect(JSON.stringify(decisions)).not.toMatch(/"\((list|object)\)"/);
  });

  test("of a job that is not there name what stands in the way", async () => {
    const { decisions } = await told({ jobReference: { kind: "FlinkDeployment", name: "nobody" }, savepoint: {} });
    expect(decisions.at(-1)).toMatchObject({ "facts.job": "missing", act: expect.stringMatching(/wait|conclude/) });
  });

  test("leave no line where nothing is done", async () => {
    const scene = await told({ jobReference: { kind: "FlinkDeployment", name: "orders" }, savepoint: {} });
    const lines = scene.lines.length;
    await scene.passFor(seconds(30));
    expect(scene.lines.length).toBe(lines);
  });
});
