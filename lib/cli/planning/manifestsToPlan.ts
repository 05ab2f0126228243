import { sentence } from "../../api/problem.ts";
import { readManifest } from "../../api/read.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { manifestOf } from "../../core/planning/manifest.ts";
import { objectText, refOf } from "../../core/planning/write.ts";
import { type Manifest, manifestsIn } from "../manifests.ts";
import type { Terminal } from "../terminal.ts";
import { unknownFields } from "../unknownFields.ts";
import { UserError } from "../userError.ts";

/**
 * What files hold of resources that can be planned, each once. Throws UserError for what no API server would take, with every problem in a
 * line of its own.
 */
export async function manifestsToPlan(
  files: readonly string[],
  namespace: string,
  terminal: Terminal,
): Promise<readonly KubernetesObject[]> {
  const read = (await manifestsIn(files, terminal)).map((manifest) => ({ manifest, ...readOne(manifest, namespace) }));
  const places = new Map<string, string>();
  const problems = read.flatMap(({ manifest, problems: its, object }) => {
    const key = object === undefined ? undefined : objectText(refOf(object));
    const before = key === undefined ? undefined : places.get(key);
    if (key !== undefined) places.set(key, manifest.at([]));
    return before === undefined ? its : [...its, `${manifest.at([])}: ${key} stands at ${before} already`];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  for (const note of read.flatMap(({ notes }) => notes)) terminal.err(`${terminal.style("yellow", "note:")} ${note}`);
  const objects = read.flatMap(({ object }) => object ?? []);
  if (objects.length === 0) throw new UserError(`no FlinkDeployment and no FlinkSessionJob in ${files.join(", ")}`);
  return objects;
}

interface ReadOne {
  readonly object?: KubernetesObject;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

function readOne({ content, at }: Manifest, namespace: string): ReadOne {
  const left = { problems: [], notes: [`${at([])}: ${kindOf(content)} is not planned: left out`] };
  if (!isPlanned(content)) return left;
  const read = readManifest(content, namespace);
  if (read.kind === "invalid")
    return { problems: read.problems.map((problem) => `${at(problem.at)}: ${sentence(problem)}`), notes: [] };
  const { spec } = content as { readonly spec?: unknown };
  const unknown = unknownFields(spec, read.value.spec).map(
    (path) => `${at(["spec", ...path])}: spec.${path.join(".")} is not a field: API servers drop it`,
  );
  const written = content as KubernetesObject;
  const object = manifestOf({
    ...written,
    metadata: { ...written.metadata, namespace: read.value.metadata.namespace },
  });
  return { object, problems: [], notes: unknown };
}

const planned = ["FlinkDeployment", "FlinkSessionJob"];

function isPlanned(content: unknown): boolean {
  const { apiVersion, kind } = (content ?? {}) as { readonly apiVersion?: unknown; readonly kind?: unknown };
  return typeof apiVersion === "string" && apiVersion.startsWith("flink.apache.org/") && planned.includes(String(kind));
}

function kindOf(content: unknown): string {
  const { kind } = (content ?? {}) as { readonly kind?: unknown };
  return typeof kind === "string" ? kind : "this";
}
