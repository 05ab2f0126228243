import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { example, Scene } from "../sequence/support/scene.ts";

test.for([1, 3, 40])(
  "a quiet pass over %i resources: one LIST a kind, one REST call a running cluster, no write",
  async (count) => {
    const scene = new Scene();
    const [template] = example("native-application.yaml");
    if (template === undefined) throw new Error("the example holds nothing");
    for (let index = 0; index < count; index += 1) {
      scene.apply({ ...template, metadata: { ...template.metadata, name: `job-${index}` } });
    }
    await scene.passFor(minutes(2), seconds(10));

    const before = scene.spoke.calls.length;
    const swept = await scene.pass();

    const calls = scene.spoke.calls
      .slice(before)
      .map(({ verb, what }) => `${verb} ${what}`)
      .toSorted();
    const told = calls.map((call) => call.replace(/job-\d+/u, "job-N"));
    expect(new Set(told)).toMatchInlineSnapshot(`
      Set {
        "GET GET /jobs/overview of default/job-N-rest",
        "list Deployment * type in (flink-native-kubernetes,flink-standalone-kubernetes)",
        "list FlinkDeployment *",
        "list FlinkStateSnapshot *",
      }
    `);
    expect(told.filter((call) => call.startsWith("list"))).toHaveLength(3);
    expect(told).toHaveLength(3 + count);
    expect(swept.kind === "swept" && swept.results.every(({ wrote }) => !wrote)).toBe(true);
  },
);
