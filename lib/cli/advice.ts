import type { Fault } from "../core/fault.ts";
import type { Failure } from "./overview.ts";

/** One or two sentences on why a cluster was not looked at and what to do, for the person at the terminal. */
export function advice({ cluster, fault }: Failure): string {
  switch (fault.kind) {
    case "missing":
      return `${cluster}: ${fault.what} is not there.${installing(fault.what, cluster)}`;
    case "denied":
      return `${cluster}: access denied to ${fault.what}: ${fault.because}.${remedy(fault, cluster)}`;
    case "unavailable":
      return `${cluster}: cannot be reached: ${fault.what}: ${fault.because}. To try each step of the way: flink-fleet enrol --check`;
    case "conflict":
    case "rejected":
      return `${cluster}: ${fault.what}: ${fault.because}`;
  }
}

/** A missing kubeconfig is no matter of CRDs. */
const installing = (what: string, cluster: string): string =>
  what.includes("custom resource definition")
    ? ` Install CRDs and rights: flink-fleet enrol --apply --context ${cluster}`
    : "";

/** 401 comes with this one word and means that the API server does not know us at all; 403 says what is forbidden. */
function remedy({ what, because }: Extract<Fault, { kind: "denied" }>, cluster: string): string {
  if (what.startsWith("AWS credentials"))
    return " Sign in to AWS, or name a profile that has credentials in AWS_PROFILE.";
  if (because === "Unauthorized")
    return " The credentials have expired or are not known to the cluster: log in again, or check the user of this context.";
  if (!because.includes("forbidden")) return "";
  const enrol = `flink-fleet enrol --apply --context ${cluster}`;
  return because.includes("at the cluster scope")
    ? ` All namespaces are looked at: somebody with rights can run ${enrol} --all-namespaces, or a fleet file names the namespaces.`
    : ` Somebody who has more rights can run: ${enrol}`;
}
