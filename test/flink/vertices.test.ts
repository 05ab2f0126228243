import { expect, test } from "vitest";
import { at, job, saying } from "./support/scripted.ts";

const vertex = { id: "cbc357ccb763df2852fee8c4fc7d55f2", name: "Source: Numbers -> Count", parallelism: 2 };
const details = { jid: job, name: "WordCount", state: "RUNNING", plan: { nodes: [] } };

test("the vertices of a job are told with the parallelism that they have now", async () => {
  const { flink, sent } = saying({
    body: { ...details, vertices: [{ ...vertex, maxParallelism: 128, slotSharingGroupId: "g", status: "RUNNING" }] },
  });
  expect(await flink.vertices(at, job)).toEqual([{ ...vertex, maxParallelism: 128, slotSharingGroup: "g" }]);
  expect(sent).toStrictEqual([{ method: "GET", path: `/jobs/${job}` }]);
});

test("before 1.13 no maximum parallelism is told", async () => {
  const { flink } = saying({ body: { ...details, vertices: [vertex] } });
  expect(await flink.vertices(at, job)).toEqual([{ ...vertex, maxParallelism: -1 }]);
});
