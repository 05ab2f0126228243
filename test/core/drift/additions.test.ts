import { expect, test } from "vitest";
import { additions } from "../../../lib/core/drift/additions.ts";
import { pathText } from "../../../lib/core/drift/path.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";

const main = "flink-main-container";
const inPod = "/spec/template/spec";
const inMain = `${inPod}/containers/${main}`;

const deployment = (pod: object, spec: object = {}): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "clicks" },
  spec: { ...spec, template: { spec: { containers: [{ name: main, image: "flink" }], ...pod } } },
});
const inContainer = (fields: object): object => ({ containers: [{ name: main, image: "flink", ...fields }] });
const configMap = (fields: object): KubernetesObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "flink-config-clicks" },
  ...fields,
});

/** Whoever it is owns all of it. */
function ownedBy(manager: string, { metadata, ...object }: KubernetesObject): KubernetesObject {
  const fieldsV1 = { "f:spec": {}, "f:immutable": {} };
  const managedFields = [{ manager, operation: "Update", fieldsV1 }];
  return { ...object, metadata: { ...metadata, managedFields } } as KubernetesObject;
}
const told = (wanted: KubernetesObject, live: KubernetesObject, manager = "kubectl-edit") =>
  additions(wanted, ownedBy(manager, live)).map(({ path, wanted: ours, found }) => [pathText(path), ours, found]);

const probe = { tcpSocket: { port: 1 } };

test.for<readonly [string, object, object | undefined]>([
  ["hostNetwork", { hostNetwork: true }, undefined],
  ["nodeSelector", { nodeSelector: { zone: "a" } }, undefined],
  ["affinity", { affinity: { nodeAffinity: { a: 1 } } }, undefined],
  ["tolerations", { tolerations: [{ key: "a" }] }, undefined],
  ["envFrom", inContainer({ envFrom: [{ prefix: "a" }] }), { envFrom: [{ prefix: "a" }] }],
  ["lifecycle", inContainer({ lifecycle: { preStop: probe } }), { lifecycle: { preStop: probe } }],
  ["livenessProbe", inContainer({ livenessProbe: probe }), { livenessProbe: probe }],
  ["readinessProbe", inContainer({ readinessProbe: probe }), { readinessProbe: probe }],
  ["startupProbe", inContainer({ startupProbe: probe }), { startupProbe: probe }],
])("%s that somebody has put beside what we want is told", ([field, pod, container]) => {
  const [at, fields] = container === undefined ? [inPod, pod] : [inMain, container];
  const value = Object.values(fields)[0] as unknown;
  expect(told(deployment({}), deployment(pod))).toStrictEqual([[`${at}/${field}`, undefined, value]]);
  expect(told(deployment(pod), deployment(pod))).toStrictEqual([]);
  expect(told(deployment({}), deployment(pod), "flink-fleet")).toStrictEqual([]);
  expect(additions(deployment({}), deployment(pod))).toStrictEqual([]);
});

test("so are variables, a pause, and that a ConfigMap cannot be written", () => {
  const variable = { name: "A", value: "1" };
  const ours = deployment(inContainer({ env: [{ name: "B", value: "2" }] }));
  const theirs = deployment(inContainer({ env: [variable, { name: "B", value: "3" }] }));
  expect(told(ours, theirs)).toStrictEqual([[`${inMain}/env/A`, undefined, variable]]);
  expect(told(deployment({}), deployment({}, { paused: true }))).toStrictEqual([["/spec/paused", undefined, true]]);
  expect(told(configMap({}), configMap({ immutable: true }))).toStrictEqual([["/immutable", undefined, true]]);
});

test("what says nothing is not, nor what is of no container of Flink's", () => {
  expect(told(configMap({}), configMap({ immutable: false }))).toStrictEqual([]);
  expect(told(deployment({}), deployment({ affinity: {}, tolerations: [] }))).toStrictEqual([]);
  expect(told(deployment({}), deployment({ containers: [{ name: "other", env: [{ name: "A" }] }] }))).toStrictEqual([]);
});
