import { describe, expect, test } from "vitest";
import { withFieldOf } from "../../../lib/core/drift/withFieldOf.ts";

const service = (ports: readonly object[]) => ({ spec: { ports } });
const [rest, blob] = [
  { name: "rest", port: 8081, protocol: "TCP" },
  { name: "blob", port: 6124, protocol: "TCP" },
];
const owners = (...uids: readonly string[]) => ({
  metadata: { name: "x", ownerReferences: uids.map((uid) => ({ uid })) },
});

describe("an object with a field of another:", () => {
  test.for([
    {
      name: "a value",
      kind: "Deployment",
      path: "/spec/replicas",
      target: { spec: { replicas: 9, a: 1 } },
      source: { spec: { replicas: 2, a: 2 } },
      gives: { spec: { replicas: 2, a: 1 } },
    },
    {
      name: "a field that is not there",
      kind: "Deployment",
      path: "/spec/paused",
      target: { spec: { paused: true, a: 1 } },
      source: { spec: {} },
      gives: { spec: { a: 1 } },
    },
    {
      name: "a field whose map is not there",
      kind: "Deployment",
      path: "/spec/paused",
      target: { spec: { paused: true, a: 1 } },
      source: {},
      gives: { spec: { a: 1 } },
    },
    {
      name: "a label where there were none",
      kind: "Service",
      path: "/metadata/labels/app",
      target: { metadata: { name: "x" } },
      source: { metadata: { name: "x", labels: { app: "a", b: "b" } } },
      gives: { metadata: { name: "x", labels: { app: "a" } } },
    },
    {
      name: "a name with slashes and tildes",
      kind: "Service",
      path: "/metadata/annotations/a.b~1c~0d",
      target: { metadata: { name: "x", annotations: { "a.b/c~d": "1" } } },
      source: { metadata: { name: "x", annotations: { "a.b/c~d": "2" } } },
      gives: { metadata: { name: "x", annotations: { "a.b/c~d": "2" } } },
    },
    {
      name: "a map that is one value",
      kind: "Service",
      path: "/spec/selector",
      target: { spec: { selector: { a: "1", b: "2" } } },
      source: { spec: { selector: { a: "1" } } },
      gives: { spec: { selector: { a: "1" } } },
    },
    {
      name: "a file that is told by its options",
      kind: "ConfigMap",
      path: "/data/config.yaml/a.b",
      target: { data: { "config.yaml": "a.b: 1", other: "x" } },
      source: { data: { "config.yaml": "a.b: 2" } },
      gives: { data: { "config.yaml": "a.b: 2", other: "x" } },
    },
    {
      name: "a file that is gone",
      kind: "ConfigMap",
      path: "/data/log",
      target: {},
      source: { data: { log: "x", other: "y" } },
      gives: { data: { log: "x" } },
    },
    {
      name: "a field of an item by its name",
      kind: "Service",
      path: "/spec/ports/rest/port",
      target: service([{ ...rest, port: 80, targetPort: 1 }, blob]),
      source: service([blob, rest]),
      gives: service([{ ...rest, targetPort: 1 }, blob]),
    },
    {
      name: "the name of an item by its key",
      kind: "Service",
      path: "/spec/ports/rest/name",
      target: service([{ ...rest, name: "ui" }, blob]),
      source: service([rest]),
      gives: service([rest, blob]),
    },
    {
      name: "an item that is missing",
      kind: "Service",
      path: "/spec/ports/rest",
      target: service([blob]),
      source: service([rest, blob]),
      gives: service([blob, rest]),
    },
    {
      name: "an item that nobody wants",
      kind: "Service",
      path: "/spec/ports/blob",
      target: service([rest, blob]),
      source: service([rest]),
      gives: service([rest]),
    },
    {
      name: "an item whose key another has taken",
      kind: "Service",
      path: "/spec/ports/rest/port",
      target: service([{ ...rest, name: "ui" }, { ...rest, port: 80 }, blob]),
      source: service([rest]),
      gives: service([rest, blob]),
    },
    {
      name: "a list that is missing",
      kind: "Service",
      path: "/metadata/ownerReferences/u-1",
      target: { metadata: { name: "x" } },
      source: owners("u-1", "u-2"),
      gives: owners("u-1"),
    },
    {
      name: "an item of a list that is missing there",
      kind: "Service",
      path: "/metadata/ownerReferences/u-2",
      target: owners("u-1", "u-2"),
      source: { metadata: { name: "x" } },
      gives: owners("u-1"),
    },
    {
      name: "an item that neither has",
      kind: "Service",
      path: "/spec/ports/metrics/port",
      target: service([rest]),
      source: service([blob]),
      gives: service([rest]),
    },
    {
      name: "something in a list that is one value",
      kind: "Ingress",
      path: "/spec/rules/0/host",
      target: { spec: { rules: [1, 2] } },
      source: { spec: { rules: [3] } },
      gives: { spec: { rules: [3] } },
    },
    {
      name: "a list that is one value",
      kind: "Ingress",
      path: "/spec/rules",
      target: { spec: { rules: [1, 2] } },
      source: { spec: { rules: [3] } },
      gives: { spec: { rules: [3] } },
    },
  ])("$name", ({ kind, path, target, source, gives }) => {
    const of = (fields: object) => ({ apiVersion: "v1", kind, metadata: { name: "x" }, ...fields });
    expect(withFieldOf(of(target), of(source), path)).toStrictEqual(of(gives));
  });
});
