import { describe, expect, test } from "vitest";
import { managerOf } from "../../../lib/core/drift/managerOf.ts";
import type { Path } from "../../../lib/core/drift/path.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { parsedInstant } from "../../../lib/core/time.ts";

const main = { shown: "flink-main-container", key: { name: "flink-main-container" } };
const pod: Path = ["spec", "template", "spec"];
const image = [...pod, "containers", main, "image"];

/** As an API server writes them. */
const live = (managedFields: unknown): KubernetesObject =>
  ({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "clicks", managedFields } }) as KubernetesObject;

const containers = (fields: object) => ({
  "f:spec": { "f:template": { "f:spec": { "f:containers": { 'k:{"name":"flink-main-container"}': fields } } } },
});

const ours = {
  manager: "flink-fleet",
  operation: "Update",
  apiVersion: "apps/v1",
  time: "2026-11-22T10:00:00Z",
  fieldsType: "FieldsV1",
  fieldsV1: {
    "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
    "f:spec": {
      "f:replicas": {},
      "f:selector": {},
      "f:template": {
        "f:spec": {
          "f:containers": {
            'k:{"name":"flink-main-container"}': {
              ".": {},
              "f:args": {},
              "f:image": {},
              "f:ports": {
                ".": {},
                'k:{"containerPort":8081,"protocol":"TCP"}': { ".": {}, "f:containerPort": {}, "f:name": {} },
              },
            },
          },
        },
      },
    },
  },
};

const scaled = {
  manager: "kubectl",
  operation: "Update",
  subresource: "scale",
  time: "2026-11-22T10:20:00Z",
  fieldsV1: { "f:spec": { "f:replicas": {} } },
};

const applied = {
  manager: "argocd-controller",
  operation: "Apply",
  time: "2026-11-22T10:10:00Z",
  fieldsV1: containers({ ".": {}, "f:name": {}, "f:image": {} }),
};

describe("who set a field", () => {
  const object = live([ours, scaled, applied]);

  test.for<{ readonly path: Path; readonly by: string | undefined }>([
    { path: ["metadata", "labels", "app"], by: "flink-fleet" },
    { path: ["metadata", "labels", "team"], by: undefined },
    { path: ["spec", "paused"], by: undefined },
    { path: ["spec", "replicas"], by: "kubectl" },
    { path: [...pod, "containers", main, "args"], by: "flink-fleet" },
    { path: image, by: "argocd-controller" },
    { path: [...pod, "containers", { shown: "sidecar", key: { name: "sidecar" } }, "image"], by: undefined },
    {
      path: [
        ...pod,
        "containers",
        main,
        "ports",
        { shown: "8081-TCP", key: { containerPort: 8081, protocol: "TCP" } },
        "name",
      ],
      by: "flink-fleet",
    },
    {
      path: [...pod, "containers", main, "ports", { shown: "8081-UDP", key: { containerPort: 8081, protocol: "UDP" } }],
      by: undefined,
    },
  ])("$path: $by", ({ path, by }) => {
    expect(managerOf(object, path)?.manager).toBe(by);
  });

  test("whoever owns a value owns what is in it", () => {
    expect(managerOf(object, ["spec", "selector", "matchLabels", "app"])?.manager).toBe("flink-fleet");
  });

  test("whoever owns a part of a value has changed it", () => {
    expect(managerOf(object, pod)?.manager).toBe("argocd-controller");
  });

  test("when, how, and through which subresource", () => {
    expect(managerOf(object, ["spec", "replicas"])).toStrictEqual({
      manager: "kubectl",
      operation: "Update",
      subresource: "scale",
      at: parsedInstant("2026-11-22T10:20:00Z"),
    });
    expect(managerOf(object, image)).toMatchObject({ operation: "Apply", subresource: undefined });
  });
});

describe("of several that agree", () => {
  const at = (manager: string, time?: string) => ({ ...applied, manager, time });

  test.for([
    { who: [at("a", "2026-11-22T10:01:00Z"), at("b", "2026-11-22T10:02:00Z")], by: "b" },
    { who: [at("b", "2026-11-22T10:02:00Z"), at("a", "2026-11-22T10:01:00Z")], by: "b" },
    { who: [at("a"), at("b", "2026-11-22T10:02:00Z")], by: "b" },
    { who: [at("flink-fleet", "2026-11-22T10:03:00Z"), at("b", "2026-11-22T10:02:00Z")], by: "b" },
  ])("the last stranger: $by", ({ who, by }) => {
    expect(managerOf(live(who), image)?.manager).toBe(by);
  });

  test("without a time it is not known when", () => {
    expect(managerOf(live([at("a")]), image)?.at).toBeUndefined();
  });
});

test.for([undefined, [], [{}], [{ manager: "x" }], [{ manager: "x", fieldsV1: "?" }], "none"])(
  "nobody is known from %j",
  (managedFields) => {
    expect(managerOf(live(managedFields), image)).toBeUndefined();
  },
);
