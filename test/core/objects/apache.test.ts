import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { flinkDeploymentSpec } from "../../../lib/api/resources/flinkDeployment.ts";
import { flattened } from "../../../lib/core/configuration/flinkConfiguration.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { wantedObjects } from "../../../lib/core/objects/wantedObjects.ts";
import { asStored } from "./apiServerDefaults.ts";

type Json = { [field: string]: unknown };
interface Recorded {
  readonly input: { readonly metadata: { readonly name: string; readonly namespace: string }; readonly spec: unknown };
  readonly objects: readonly KubernetesObject[];
}

/**
 * Every object that the Apache operator made for these resources on a real API server. Ours are the same, but for what is listed here
 * with its reason.
 */
const exceptions = {
  /** Options that we leave out of Flink's configuration. */
  options: {
    "kubernetes.pod-template-file.jobmanager": "a path on the Apache operator's own disk",
    "kubernetes.pod-template-file.taskmanager": "a path on the Apache operator's own disk",
    "$internal.application.program-args": "empty: Flink logs an error for such a line and takes the option for not set",
  },
  /** Options whose value is chosen by chance. */
  random: ["$internal.pipeline.job-id", "job-result-store.storage-path"],
  podFields: {
    automountServiceAccountToken: "standalone pods without HA have no use for a token",
  },
  /** Of a Deployment itself. */
  annotations: {
    "flink-fleet/deployment": "two deployments of one generation (a recovery) have to be told apart",
  },
  /** Of the main container. */
  containerFields: {
    terminationMessagePolicy: "the tail of the log says why a JobManager ended; without it nothing would",
  },
  templateFields: {
    apiVersion: "newer Kubernetes clients of Flink do not guess it",
    kind: "newer Kubernetes clients of Flink do not guess it",
  },
};

const folder = new URL("apache/", import.meta.url);
const files = readdirSync(folder).toSorted();
const recorded = (file: string): Recorded => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Recorded;

function ours({ input }: Recorded): readonly KubernetesObject[] {
  const spec = flinkDeploymentSpec.parse(input.spec);
  const made = wantedObjects({
    resource: { ...input.metadata, uid: "<uid>", generation: 1 },
    spec,
    defaults: shippedDefaults,
    jobId: spec.job === undefined ? undefined : "0123456789abcdef0123456789abcdef",
    deploymentId: "4f8a08ed-8712-4f05-ac4f-d676cc71ac99",
    restoreFrom: { kind: "nothing" },
  });
  if (made.kind === "problems") throw new Error(made.problems.map(({ message }) => message).join());
  const { jobManager, taskManager, ingress } = made;
  return [jobManager, taskManager, ...made.owned("<uid>"), ingress].filter((one) => one !== undefined);
}

const keyOf = (object: KubernetesObject): string => `${object.kind}/${object.metadata.name}`;
const byKey = (objects: readonly KubernetesObject[]): Json =>
  Object.fromEntries(objects.map((one) => [keyOf(one), comparable(one)]));

/** The same for both sides: text files as what they say, exceptions taken out, empty maps as none. */
function comparable(object: KubernetesObject): unknown {
  const stored = asStored(object);
  if (object.kind === "ConfigMap")
    return { ...stored, data: contents(stored["data"] as Readonly<Record<string, string>>) };
  return withoutEmpty(withoutPodFields(stored));
}

function contents(data: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(data).map(([file, text]) => [file, content(file, text)]));
}

function content(file: string, text: string): unknown {
  if (file === "flink-conf.yaml") return options(legacy(text));
  if (file === "config.yaml") return options(flattened(parse(text) as Json));
  if (file === "taskmanager-pod-template.yaml")
    return without(parse(text) as Json, Object.keys(exceptions.templateFields));
  return text;
}

/** As Flink 1.20 reads it. */
function legacy(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\n").filter((line) => line.includes(": "));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]),
  );
}

function options(all: Readonly<Record<string, string>>): Json {
  const hidden = Object.fromEntries(
    exceptions.random.flatMap((key) => (all[key] === undefined ? [] : [[key, "<by chance>"]])),
  );
  return { ...without(all, Object.keys(exceptions.options)), ...hidden };
}

function without(object: Json, fields: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !fields.includes(key)));
}

function withoutPodFields(object: Json): Json {
  if (object["kind"] === "Service") return withoutAddress(object);
  if (object["kind"] !== "Deployment") return object;
  const metadata = object["metadata"] as Json;
  const annotations = without((metadata["annotations"] ?? {}) as Json, Object.keys(exceptions.annotations));
  const spec = object["spec"] as Json;
  const template = spec["template"] as Json;
  const spare = without(template["spec"] as Json, Object.keys(exceptions.podFields));
  const pod = { ...spare, containers: (spare["containers"] as Json[]).map(withoutContainerFields) };
  return {
    ...object,
    metadata: { ...metadata, annotations },
    spec: { ...spec, template: { ...template, spec: pod } },
  };
}

const withoutContainerFields = (container: Json): Json =>
  container["name"] === "flink-main-container"
    ? without(container, Object.keys(exceptions.containerFields))
    : container;

/** The API server chose it. */
function withoutAddress(object: Json): Json {
  const spec = object["spec"] as Json;
  return spec["clusterIP"] === "None" ? object : { ...object, spec: without(spec, ["clusterIP", "clusterIPs"]) };
}

function withoutEmpty(object: Json): Json {
  const metadata = object["metadata"] as Json;
  const said = Object.entries(metadata).filter(([, node]) => JSON.stringify(node) !== "{}");
  return { ...object, metadata: Object.fromEntries(said) };
}

describe("the Apache operator's objects", () => {
  test.for(files)("%s", (file) => {
    const reference = recorded(file);
    expect(byKey(ours(reference))).toStrictEqual(byKey(reference.objects));
  });

  test("every record is looked at", () => {
    expect(files).toHaveLength(8);
  });

  test("the exceptions are as they are said to be", () => {
    const made = ours(recorded("standalone-app.json"));
    const pods = made.filter(({ kind }) => kind === "Deployment").map((one) => JSON.stringify(one));
    expect(pods).toHaveLength(2);
    for (const pod of pods) {
      expect(pod).toContain('"automountServiceAccountToken":false');
      expect(pod).toContain('"terminationMessagePolicy":"FallbackToLogsOnError"');
    }
    const withHa = ours(recorded("standalone-app-ha.json"));
    expect(JSON.stringify(withHa)).not.toContain("automountServiceAccountToken");
    const template = ours(recorded("native-app-ha.json")).find(
      ({ metadata }) => metadata.name === "pod-template-native-app-ha",
    );
    expect(template?.["data"]).toStrictEqual({
      "taskmanager-pod-template.yaml": expect.stringContaining('"kind": "Pod"') as string,
    });
  });
});
