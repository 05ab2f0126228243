import * as z from "zod";
import { sentence } from "../api/problem.ts";
import { readFlinkDeployment, readFlinkSessionJob } from "../api/read.ts";
import { type Fault, Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { Cluster, Fleet, Spoke } from "../ports/index.ts";
import { type Row, rowOf, type Sort } from "./row.ts";

/** A cluster that could not be looked at, or not at its session jobs. */
export interface Failure {
  readonly cluster: string;
  readonly fault: Fault;
}

export interface Overview {
  readonly rows: readonly Row[];
  readonly failures: readonly Failure[];
}

/** All FlinkDeployments and FlinkSessionJobs of the fleet; what cannot be looked at does not hide the rest. */
export async function overview(fleet: Fleet, namespace?: string): Promise<Overview> {
  const looks = await Promise.all((await fleet.spokes()).map((spoke) => lookAt(spoke, namespace)));
  return { rows: looks.flatMap(({ rows }) => rows), failures: looks.flatMap(({ failures }) => failures) };
}

async function lookAt(spoke: Spoke, namespace: string | undefined): Promise<Overview> {
  return await told(spoke, async () => {
    const { cluster } = await spoke.connect();
    const deployments = await rowsOf("FlinkDeployment", cluster, spoke, namespace);
    const jobs = await told(spoke, async () => ok(await sessionJobRows(cluster, spoke, namespace)));
    return { rows: [...deployments, ...jobs.rows], failures: jobs.failures };
  });
}

const ok = (rows: readonly Row[]): Overview => ({ rows, failures: [] });

async function told(spoke: Spoke, look: () => Promise<Overview>): Promise<Overview> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Faulted) return { rows: [], failures: [{ cluster: spoke.name, fault: error.fault }] };
    throw error;
  }
}

/** Where the kind is not known there are none. */
async function sessionJobRows(cluster: Cluster, spoke: Spoke, namespace: string | undefined): Promise<readonly Row[]> {
  try {
    return await rowsOf("FlinkSessionJob", cluster, spoke, namespace);
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing") return [];
    throw error;
  }
}

type Kind = Row["kind"];

async function rowsOf(
  kind: Kind,
  cluster: Cluster,
  spoke: Spoke,
  namespace: string | undefined,
): Promise<readonly Row[]> {
  const namespaces = namespacesOf(spoke, namespace);
  const lists = await Promise.all(
    namespaces.map((in_) => cluster.list({ kind, namespace: in_, labels: spoke.labelSelector })),
  );
  return lists.flat().map((object) => rowFrom(kind, spoke.name, object));
}

function namespacesOf(spoke: Spoke, namespace: string | undefined): readonly (string | undefined)[] {
  if (namespace !== undefined) return [namespace];
  return spoke.namespaces.length === 0 ? [undefined] : spoke.namespaces;
}

/** A resource that cannot be read is shown as what it is, and hides no other. */
function rowFrom(kind: Kind, cluster: string, object: KubernetesObject): Row {
  const read = kind === "FlinkDeployment" ? readFlinkDeployment(object) : readFlinkSessionJob(object);
  if (read.kind === "valid") return rowOf(cluster, read.value);
  const { name, namespace = "", creationTimestamp } = object.metadata;
  return {
    cluster,
    namespace,
    resource: name,
    ...outlineOf(kind, object),
    state: "FAILED",
    ...(creationTimestamp === undefined ? {} : { created: creationTimestamp }),
    message: `cannot be read: ${read.problems.map(sentence).join("; ")}`,
  };
}

/** What can be told of a resource whatever else is wrong with it. */
function outlineOf(kind: Kind, object: KubernetesObject): Sort {
  const { mode, job, deploymentName } = outline.parse(object).spec;
  return kind === "FlinkSessionJob"
    ? { kind, sessionCluster: deploymentName }
    : { kind, mode, type: job === undefined ? "session" : "application" };
}

const outline = z.object({
  spec: z
    .object({
      mode: z.enum(["native", "standalone"]).catch("native"),
      job: z.unknown().optional(),
      deploymentName: z.string().catch(""),
    })
    .catch({ mode: "native", deploymentName: "" }),
});
