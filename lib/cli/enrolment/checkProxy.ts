import * as z from "zod";
import { type Check, reasonOf } from "../../core/enrolment/check.ts";
import { proxyCure } from "../../core/enrolment/cure.ts";
import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { FlinkAddress, Spoke } from "../../ports/index.ts";

const running = z.looseObject({
  spec: z.looseObject({ flinkConfiguration: z.record(z.string(), z.unknown()).optional().catch(undefined) }),
  status: z.looseObject({ jobManagerDeploymentStatus: z.literal("READY") }),
});

const none =
  "there is no FlinkDeployment that is up: the right to use the proxy was checked, the way to port 8081 of pods was not";

/** Asks a Flink cluster through the API server's service proxy, where there is one whose JobManager is up. */
export async function checkProxy(spoke: Spoke, namespaces: readonly string[]): Promise<Check> {
  const step = "proxy";
  let what = "Flink's REST API";
  try {
    const { cluster, flink } = await spoke.connect();
    const scopes = namespaces.length === 0 ? [undefined] : namespaces;
    const lists = await Promise.all(scopes.map((namespace) => cluster.list({ kind: "FlinkDeployment", namespace })));
    const at = lists
      .flat()
      .map(addressOf)
      .find((address) => address !== undefined);
    if (at === undefined) return { step, what, kind: "skipped", because: none };
    what = `Service ${at.namespace}/${at.service}`;
    const jobs = await flink.jobs(at);
    return { step, what, kind: "passed", says: `Flink answers; ${jobs.length} jobs` };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    if (what.startsWith("Service"))
      return { step, what, kind: "failed", because: reasonOf(error.fault), cure: proxyCure };
    return { step, what, kind: "skipped", because: `FlinkDeployments could not be listed: ${reasonOf(error.fault)}` };
  }
}

function addressOf(object: KubernetesObject): FlinkAddress | undefined {
  const read = running.safeParse(object).data;
  const { name, namespace } = object.metadata;
  if (read === undefined || namespace === undefined) return undefined;
  const secure = String(read.spec.flinkConfiguration?.["security.ssl.rest.enabled"]) === "true";
  return { namespace, service: `${name}-rest`, scheme: secure ? "https" : "http" };
}
