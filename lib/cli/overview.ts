import * as z from "zod";
import { sentence } from "../api/problem.ts";
import { readFlinkDeployment } from "../api/read.ts";
import { type Fault, Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { Fleet, Spoke } from "../ports/index.ts";
import { type Row, rowOf } from "./row.ts";

/** A cluster that could not be looked at. */
export interface Failure {
  readonly cluster: string;
  readonly fault: Fault;
}

export interface Overview {
  readonly rows: readonly Row[];
  readonly failures: readonly Failure[];
}

/** All FlinkDeployments of the fleet; a cluster that cannot be looked at does not hide the others. */
export async function overview(fleet: Fleet, namespace?: string): Promise<Overview> {
  const looks = await Promise.all((await fleet.spokes()).map((spoke) => lookAt(spoke, namespace)));
  return { rows: looks.flatMap(({ rows }) => rows), failures: looks.flatMap(({ failures }) => failures) };
}

async function lookAt(spoke: Spoke, namespace: string | undefined): Promise<Overview> {
  try {
    const { cluster } = await spoke.connect();
    const namespaces = namespacesOf(spoke, namespace);
    const lists = await Promise.all(
      namespaces.map((in_) => cluster.list({ kind: "FlinkDeployment", namespace: in_, labels: spoke.labelSelector })),
    );
    return { rows: lists.flat().map((object) => rowFrom(spoke.name, object)), failures: [] };
  } catch (error) {
    if (error instanceof Faulted) return { rows: [], failures: [{ cluster: spoke.name, fault: error.fault }] };
    throw error;
  }
}

function namespacesOf(spoke: Spoke, namespace: string | undefined): readonly (string | undefined)[] {
  if (namespace !== undefined) return [namespace];
  return spoke.namespaces.length === 0 ? [undefined] : spoke.namespaces;
}

/** A resource that cannot be read is shown as what it is, and hides no other. */
function rowFrom(cluster: string, object: KubernetesObject): Row {
  const read = readFlinkDeployment(object);
  if (read.kind === "valid") return rowOf(cluster, read.value);
  const { name, namespace = "", creationTimestamp } = object.metadata;
  const { mode, job } = outline.parse(object).spec;
  return {
    cluster,
    namespace,
    resource: name,
    mode,
    type: job === undefined ? "session" : "application",
    state: "FAILED",
    ...(creationTimestamp === undefined ? {} : { created: creationTimestamp }),
    message: `cannot be read: ${read.problems.map(sentence).join("; ")}`,
  };
}

/** What can be told of a resource whatever else is wrong with it. */
const outline = z.object({
  spec: z
    .object({ mode: z.enum(["native", "standalone"]).catch("native"), job: z.unknown().optional() })
    .catch({ mode: "native" }),
});
