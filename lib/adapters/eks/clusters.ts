import {
  type Cluster as Description,
  DescribeClusterCommand,
  EKSClient,
  paginateListClusters,
} from "@aws-sdk/client-eks";
import pLimit from "p-limit";
import { type Fault, Faulted } from "../../core/fault.ts";
import { awsFault } from "./awsFault.ts";
import { type CredentialSource, sdkForm, timeouts } from "./credentials.ts";

/** What is needed to reach an EKS cluster. */
export interface EksCluster {
  readonly name: string;
  readonly region: string;
  /** 12 digits; empty when EKS does not tell. */
  readonly account: string;
  readonly endpoint: string;
  /** PEM */
  readonly ca: string;
}

/** One region of one account. */
export interface Place {
  readonly region: string;
  readonly credentials: CredentialSource;
}

export type Tags = Readonly<Record<string, string>>;

/** What was seen of one cluster. One that could not be looked at may be among those that were sought. */
export type Found =
  | { readonly kind: "reachable"; readonly cluster: EksCluster }
  | { readonly kind: "unknown"; readonly name: string; readonly fault: Fault };

/** DescribeCluster. Throws `Faulted`: `missing` for a cluster that EKS does not know, `unavailable` while it has no endpoint yet. */
export async function describeCluster(name: string, place: Place): Promise<EksCluster> {
  const description = await described(clientIn(place), name, place.region);
  const cluster = reachable(description, name, place.region);
  if (cluster !== undefined) return cluster;
  const because = `it has no endpoint: it is ${description.status ?? "unknown"}`;
  throw new Faulted({ kind: "unavailable", what: nameOf(name, place.region), because });
}

const callsInFlight = 5;

/**
 * All clusters of one place that carry every one of the tags (an empty value: any), but those that are still being made.
 * Throws `Faulted` when they cannot be listed at all.
 */
export async function clustersByTag(tags: Tags, place: Place): Promise<readonly Found[]> {
  const client = clientIn(place);
  const names = await clusterNames(client, place.region);
  const limit = pLimit(callsInFlight);
  const found = await Promise.all(
    names.map((name) => limit(() => sought(name, { tags, client, region: place.region }))),
  );
  return found.filter((one) => one !== undefined);
}

async function clusterNames(client: EKSClient, region: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const page of paginateListClusters({ client, pageSize: 100 }, {})) names.push(...(page.clusters ?? []));
  } catch (error) {
    throw awsFault(error, `EKS clusters in ${region}`);
  }
  return names;
}

interface Search {
  readonly tags: Tags;
  readonly client: EKSClient;
  readonly region: string;
}

async function sought(name: string, { tags, client, region }: Search): Promise<Found | undefined> {
  try {
    const description = await described(client, name, region);
    const cluster = reachable(description, name, region);
    return cluster !== undefined && carries(description.tags ?? {}, tags) ? { kind: "reachable", cluster } : undefined;
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    // Between the list and the description a cluster may go.
    return error.fault.kind === "missing" ? undefined : { kind: "unknown", name, fault: error.fault };
  }
}

async function described(client: EKSClient, name: string, region: string): Promise<Description> {
  try {
    const { cluster } = await client.send(new DescribeClusterCommand({ name }));
    return cluster ?? {};
  } catch (error) {
    throw awsFault(error, nameOf(name, region));
  }
}

function reachable(description: Description, name: string, region: string): EksCluster | undefined {
  const { endpoint, certificateAuthority, arn = "" } = description;
  const ca = certificateAuthority?.data;
  if (endpoint === undefined || ca === undefined) return undefined;
  return { name, region, account: arn.split(":")[4] ?? "", endpoint, ca: Buffer.from(ca, "base64").toString("utf8") };
}

const nameOf = (name: string, region: string): string => `EKS cluster ${name} in ${region}`;

const carries = (tags: Tags, wanted: Tags): boolean =>
  Object.entries(wanted).every(([key, value]) => tags[key] !== undefined && (value === "" || tags[key] === value));

const clientIn = ({ region, credentials }: Place): EKSClient =>
  new EKSClient({ region, credentials: async () => sdkForm(await credentials()), requestHandler: timeouts });
