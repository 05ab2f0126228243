import type { WayStep } from "../../core/enrolment/check.ts";
import { type Fault, Faulted } from "../../core/fault.ts";
import type { Clock } from "../../ports/system.ts";
import { describeCluster, type Place } from "../eks/clusters.ts";
import type { CredentialSource } from "../eks/credentials.ts";
import type { Access } from "../kubernetes/access.ts";
import type { EksTarget } from "./eksAccess.ts";

/** Whose credentials count: those of this process, or of a role that it assumes. */
interface As {
  readonly ambient: CredentialSource;
  readonly place: Place;
  readonly role: string | undefined;
}

/** The way to an EKS cluster, as {@link eksAccess} goes it, in steps that can be tried one by one. */
export const eksWay = (as: As, { name, place, known }: EksTarget, clock: Clock): readonly WayStep[] => [
  ...identified(as),
  {
    step: "cluster",
    what: `EKS cluster ${name} in ${place.region}`,
    take: async () => (known === undefined ? (await describeCluster(name, place)).endpoint : known.endpoint),
  },
  {
    step: "token",
    what: `token for ${name}`,
    take: async () => {
      const { eksTokens } = await import("../eks/token.ts");
      await eksTokens({ cluster: name, region: place.region }, { credentials: place.credentials, clock })();
      return "signed";
    },
  },
];

/** The way to clusters that could not be found. */
export const lostWay = (as: As, fault: Fault): readonly WayStep[] => [
  ...identified(as),
  { step: "discovery", what: `clusters by tag in ${as.place.region}`, take: () => Promise.reject(new Faulted(fault)) },
];

export const kubeconfigWay = (context: string | undefined, access: () => Promise<Access>): readonly WayStep[] => [
  {
    step: "kubeconfig",
    what: context === undefined ? "its current context" : `context ${context}`,
    take: async () => (await access()).server,
  },
  {
    step: "credentials",
    what: "user of the context",
    take: async () => {
      await (await access()).prepare();
      return "there";
    },
  },
];

/** Nothing of the credentials is told but that they are there. */
const identified = ({ ambient, place, role }: As): readonly WayStep[] => [
  { step: "credentials", what: "AWS credentials of this process", take: () => had(ambient, "there") },
  ...(role === undefined ? [] : [{ step: "role" as const, what: role, take: () => had(place.credentials, "assumed") }]),
];

async function had(source: CredentialSource, says: string): Promise<string> {
  await source();
  return says;
}
