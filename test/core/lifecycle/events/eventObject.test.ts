import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { eventName } from "../../../../lib/core/lifecycle/events/eventName.ts";
import { eventObject } from "../../../../lib/core/lifecycle/events/eventObject.ts";
import type { Happening } from "../../../../lib/core/lifecycle/events/happening.ts";

const involved = {
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name: "etl", namespace: "jobs", uid: "u-1" },
};
const happening: Happening = {
  type: "Warning",
  reason: "Missing",
  component: "JobManagerDeployment",
  message: "Missing JobManager deployment",
};
const noon = "2026-11-21T12:00:00Z";
const later = "2026-11-21T12:05:00Z";
const first = eventObject(involved, happening, noon);

describe("eventObject", () => {
  test("a new one", () => {
    expect(first).toEqual({
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: eventName(involved, happening), namespace: "jobs" },
      involvedObject: {
        apiVersion: "flink.apache.org/v1beta1",
        kind: "FlinkDeployment",
        name: "etl",
        namespace: "jobs",
        uid: "u-1",
      },
      type: "Warning",
      reason: "Missing",
      message: "Missing JobManager deployment",
      source: { component: "JobManagerDeployment" },
      count: 1,
      firstTimestamp: noon,
      lastTimestamp: noon,
    });
  });

  test("again: the same object, counted", () => {
    const again = eventObject(involved, happening, later, {
      ...first,
      metadata: { ...first.metadata, resourceVersion: "7" },
    });
    expect(again).toEqual({ ...first, count: 2, lastTimestamp: later });
  });

  test("again with another message under one key: the message of now", () => {
    const keyed = { ...happening, key: "k" };
    const again = eventObject(involved, { ...keyed, message: "now" }, later, eventObject(involved, keyed, noon));
    expect(again).toMatchObject({ count: 2, message: "now", firstTimestamp: noon });
  });

  test.for<[string, Partial<KubernetesObject>]>([
    ["type", { type: "Normal" }],
    ["reason", { reason: "Submit" }],
    ["kind", { involvedObject: { kind: "FlinkSessionJob", name: "etl" } }],
    ["resource", { involvedObject: { kind: "FlinkDeployment", name: "other" } }],
    ["involved object at all", { involvedObject: undefined }],
  ])("one of the same name but no such %s is replaced", ([, differs]) => {
    const existing = { ...first, count: 9, ...differs };
    expect(eventObject(involved, happening, later, existing)).toMatchObject({ count: 1, firstTimestamp: later });
  });

  test("one that was never counted counts as one", () => {
    const { count: _, firstTimestamp: __, ...bare } = first;
    expect(eventObject(involved, happening, later, bare as KubernetesObject)).toMatchObject({
      count: 2,
      firstTimestamp: later,
    });
  });

  test("annotations are kept", () => {
    const annotations = { "task-name": "map" };
    expect(eventObject(involved, { ...happening, annotations }, noon).metadata.annotations).toEqual(annotations);
  });
});
