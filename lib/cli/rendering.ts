import type { Selector } from "../api/events/selector.ts";
import { readManifest } from "../api/read.ts";
import { sentence } from "../api/problem.ts";
import type { FlinkDeployment } from "../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../api/resources/flinkSessionJob.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { userConfiguration } from "../core/configuration/effective.ts";
import { modeOf } from "../core/configuration/mode.ts";
import { supportOf } from "../core/configuration/versions.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { invalidity } from "../core/lifecycle/validation/invalidity.ts";
import { renderedObjects } from "../core/objects/rendered.ts";
import { selects, type Subject } from "../core/triggers/selects.ts";
import type { Manifest } from "./manifests.ts";
import { type SessionJobRendering, sessionJobRendering } from "./sessionJobRendering.ts";
import { unknownFields } from "./unknownFields.ts";

/** What became of one manifest. Texts begin with the file and the line. */
export interface Rendering {
  readonly objects: readonly KubernetesObject[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** The resource, where it is one that can be rendered. */
  readonly of?: { readonly namespace: string; readonly name: string };
}

const nothing: Rendering = { objects: [], problems: [], notes: [] };

/** The objects that flink-fleet would create for what is selected of what files hold, or why it would not. */
export function renderings(
  manifests: readonly Manifest[],
  selectors: readonly Selector[],
  { namespace, defaults }: Pick<Surroundings, "namespace" | "defaults">,
): readonly Rendering[] {
  const clusters = manifests.flatMap(({ content }) => {
    const read = readManifest(content, namespace);
    return read.kind === "valid" && read.value.kind === "FlinkDeployment" ? [read.value] : [];
  });
  return manifests.map((manifest) => rendering(manifest, { namespace, defaults, clusters, selectors }));
}

interface Surroundings {
  readonly namespace: string;
  readonly defaults: OperatorDefaults;
  readonly clusters: readonly FlinkDeployment[];
  readonly selectors: readonly Selector[];
}

function rendering({ content, at }: Manifest, surroundings: Surroundings): Rendering {
  const { namespace, selectors } = surroundings;
  if (!isFlinks(content))
    return { ...nothing, notes: [`${at([])}: ${kindOf(content)} is not a Flink resource: left out`] };
  const read = readManifest(content, namespace);
  if (read.kind === "invalid") {
    return { ...nothing, problems: read.problems.map((problem) => `${at(problem.at)}: ${sentence(problem)}`) };
  }
  const resource = read.value;
  if (resource.kind !== "FlinkDeployment" && resource.kind !== "FlinkSessionJob") {
    return { ...nothing, notes: [`${at([])}: a ${resource.kind} has no objects of its own: left out`] };
  }
  const { namespace: place, name } = resource.metadata;
  const of = { namespace: place, name };
  if (!selectors.some((selector) => selects(selector, subjectOf(resource)))) {
    return { ...nothing, of, notes: [`${at([])}: ${resource.kind} ${place}/${name} is not selected: left out`] };
  }
  const unknown = unknownFields(content, resource).map(
    (path) => `${at(path)}: ${path.join(".")} is not a field: API servers drop it, and kubectl refuses it`,
  );
  const rendered = renderedOf(resource, at, surroundings);
  return { ...rendered, of, notes: [...unknown, ...rendered.notes] };
}

type Rendered = FlinkDeployment | FlinkSessionJob;

const renderedOf = (resource: Rendered, at: Manifest["at"], { clusters, defaults }: Surroundings): Rendering =>
  resource.kind === "FlinkDeployment"
    ? ofDeployment(resource, at, defaults)
    : ofSessionJob(sessionJobRendering(resource, clusterOf(resource, clusters), defaults), at);

/** Files are of no cluster. */
const subjectOf = ({ kind, metadata: { namespace, name, labels } }: Rendered): Subject => ({
  spoke: "",
  kind,
  namespace,
  name,
  labels,
});

const clusterOf = ({ metadata, spec }: FlinkSessionJob, all: readonly FlinkDeployment[]): FlinkDeployment | undefined =>
  all.find((one) => one.metadata.namespace === metadata.namespace && one.metadata.name === spec.deploymentName);

function ofSessionJob(rendered: SessionJobRendering, at: Manifest["at"]): Rendering {
  if (rendered.kind === "note") return { ...nothing, notes: [`${at([])}: ${rendered.note}`] };
  const { field, message } = rendered.problem;
  return { ...nothing, problems: [`${at(pathOf(field))}: ${message}`] };
}

function ofDeployment(resource: FlinkDeployment, at: Manifest["at"], defaults: OperatorDefaults): Rendering {
  const { metadata, spec } = resource;
  const configuration = userConfiguration({ namespace: metadata.namespace, spec }, defaults);
  const problem = invalidity({ metadata, spec, configuration, last: undefined });
  if (problem !== undefined) return { ...nothing, problems: [`${at(pathOf(problem.field))}: ${problem.message}`] };
  const rendered = renderedObjects(resource, defaults);
  if (rendered.kind === "problems") {
    return { ...nothing, problems: rendered.problems.map(({ message }) => `${at(["spec"])}: ${message}`) };
  }
  const { flinkVersion } = spec;
  const support = flinkVersion === undefined ? undefined : supportOf(flinkVersion, modeOf(spec));
  const notes = support?.kind === "works" ? [`${at(["spec", "flinkVersion"])}: ${support.warning}`] : [];
  return { objects: rendered.objects, problems: [], notes };
}

/** `spec.flinkConfiguration["a.b"]` as keys. */
const pathOf = (field: string): readonly string[] =>
  [...field.matchAll(/\["?([^"\]]+)"?\]|([\w-]+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? "");

const isFlinks = (content: unknown): boolean =>
  fieldOf(content, "apiVersion")?.startsWith("flink.apache.org/") ?? false;

const kindOf = (content: unknown): string => fieldOf(content, "kind") ?? "this";

function fieldOf(content: unknown, name: string): string | undefined {
  if (typeof content !== "object" || content === null) return undefined;
  const value: unknown = Reflect.get(content, name);
  return typeof value === "string" ? value : undefined;
}
