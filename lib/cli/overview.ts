import * as z from "zod";
import type { Selector } from "../api/events/selector.ts";
import { sentence } from "../api/problem.ts";
import { readFlinkDeployment, readFlinkSessionJob } from "../api/read.ts";
import { type Fault, Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { selects, type Subject } from "../core/triggers/selects.ts";
import type { Cluster, Spoke } from "../ports/index.ts";
import { chargeIn } from "../shell/chargeIn.ts";
import { inCharge } from "./inCharge.ts";
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

/** The FlinkDeployments and FlinkSessionJobs that are meant; what cannot be looked at does not hide the rest. */
export async function overview(spokes: readonly Spoke[], selectors: readonly Selector[] = [{}]): Promise<Overview> {
  const looks = await Promise.all(spokes.map((spoke) => lookAt(spoke, selectors)));
  return { rows: looks.flatMap(({ rows }) => rows), failures: looks.flatMap(({ failures }) => failures) };
}

async function lookAt(spoke: Spoke, selectors: readonly Selector[]): Promise<Overview> {
  return await told(spoke, async () => {
    const { cluster } = await spoke.connect();
    const within = { cluster, spoke, selectors };
    const clusters = await listed("FlinkDeployment", within);
    const deployments = await rowsOf("FlinkDeployment", clusters, { ...within, clusters });
    const jobs = await told(spoke, async () => ok(await sessionJobRows({ ...within, clusters })));
    return { rows: [...deployments, ...jobs.rows], failures: jobs.failures };
  });
}

interface Within {
  readonly cluster: Cluster;
  readonly spoke: Spoke;
  readonly selectors: readonly Selector[];
}

/** Where the session clusters of jobs are looked for. */
type Among = Within & { readonly clusters: readonly KubernetesObject[] };

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
async function sessionJobRows(within: Among): Promise<readonly Row[]> {
  try {
    return await rowsOf("FlinkSessionJob", await listed("FlinkSessionJob", within), within);
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing") return [];
    throw error;
  }
}

type Kind = Row["kind"];

async function listed(kind: Kind, { cluster, spoke, selectors }: Within): Promise<readonly KubernetesObject[]> {
  const namespaces = namespacesOf(spoke, selectors);
  const lists = await Promise.all(
    namespaces.map((namespace) => cluster.list({ kind, namespace, labels: spoke.labelSelector })),
  );
  return lists.flat();
}

async function rowsOf(
  kind: Kind,
  objects: readonly KubernetesObject[],
  { spoke, selectors, clusters }: Among,
): Promise<readonly Row[]> {
  const find = async (namespace: string, name: string): Promise<KubernetesObject | undefined> =>
    clusters.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  const meant = objects.filter((object) =>
    selectors.some((selector) => selects(selector, subjectOf(kind, spoke.name, object))),
  );
  return await Promise.all(
    meant.map(async (object) =>
      inCharge(rowFrom(kind, spoke.name, object), object, await chargeIn({ ...object, kind }, find, spoke.charges)),
    ),
  );
}

function subjectOf(kind: Kind, spoke: string, { metadata }: KubernetesObject): Subject {
  const { namespace = "", name, labels = {} } = metadata;
  return { spoke, kind, namespace, name, labels };
}

/** Those that are named, where all that is meant is in some; else all that is looked after. `undefined`: all in one list. */
function namespacesOf(spoke: Spoke, selectors: readonly Selector[]): readonly (string | undefined)[] {
  const named = selectors.flatMap(({ namespaces = ["*"] }) => namespaces);
  if (!named.some((one) => one.includes("*"))) return [...new Set(named)];
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
