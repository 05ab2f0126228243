import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { readKubeconfig } from "../../../lib/adapters/kubeconfig/kubeconfig.ts";
import { useAccount } from "../../aws/support/account.ts";
import { Hub, type Told } from "../../aws/support/hub.ts";
import { type MotoServer, startMoto } from "../../aws/support/motoServer.ts";
import { AccessEntries } from "./accessEntries.ts";
import type { CountingJob } from "./countingJob.ts";
import { type ClusterName, kubeconfig } from "./rig.ts";
import { SilentServer } from "./silentServer.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

const region = "eu-west-1";
const externalId = "flink-fleet-on-rig";
const roleIn = (account: string): string => `arn:aws:iam::${account}:role/flink-fleet`;
/** East and west are of two accounts; the third one's role has no rights in east. */
export const roles = { east: roleIn("111111111111"), west: roleIn("222222222222"), forbidden: roleIn("333333333333") };
/** The least that the functions take. */
const staleAfterSeconds = 60;

/** The hub on emulated AWS, its spokes the clusters of the rig, reached as EKS is: a role, a token, an access entry. */
export class HubOnRig {
  readonly hub: Hub;
  readonly access: Readonly<Record<ClusterName, AccessEntries>>;
  readonly #moto: MotoServer;
  readonly #slow: SilentServer;
  readonly #sweeping: Promise<void>;
  #stopped = false;

  private constructor(hub: Hub, parts: Parts) {
    this.hub = hub;
    this.access = parts.access;
    this.#moto = parts.moto;
    this.#slow = parts.slow;
    this.#sweeping = this.#sweep();
  }

  /** With the job of each cluster, and spokes that are down, that never answer and that have no rights. */
  static async start(jobs: Readonly<Record<ClusterName, CountingJob>>): Promise<HubOnRig> {
    // What lies there may be of older sources.
    await promisify(execFile)("npm", ["run", "build"], { cwd: root });
    const moto = await startMoto();
    useAccount(region, moto.url);
    const access = { east: new AccessEntries("east", moto.url), west: new AccessEntries("west", moto.url) };
    const entry = (group: string) => ({ externalId, groups: [group] });
    access.east.entries.set(roles.east, entry("flink-fleet"));
    access.east.entries.set(roles.forbidden, entry("nobody"));
    access.west.entries.set(roles.west, entry("flink-fleet"));
    await access.east.listen(webhookPort("east"));
    await access.west.listen(webhookPort("west"));
    const slow = await SilentServer.start();
    const environment = { STALE_AFTER: String(staleAfterSeconds) };
    const hub = await Hub.start("rig", fleetFile(jobs, slow.port), { environment });
    return new HubOnRig(hub, { moto, access, slow });
  }

  /** One request for the jobs of both clusters. */
  async request(type: string, changeId: string, more: object = {}): Promise<void> {
    const selector = { clusters: ["east", "west"], names: ["count"] };
    await this.hub.request(type, { version: 1, changeId, selector, ...more });
  }

  async answers(type: string, changeId: string): Promise<readonly Told[]> {
    const told = await this.hub.told();
    return told.filter((one) => one["detail-type"] === type && one.detail["changeId"] === changeId);
  }

  async health(): Promise<{ readonly statusCode: number; readonly body: HealthBody }> {
    const answer = await this.hub.functions.health.invoke({ rawPath: "/" });
    if (answer.kind !== "answered") throw new Error(JSON.stringify(answer));
    const { statusCode, body } = answer.payload as { readonly statusCode: number; readonly body: string };
    return { statusCode, body: JSON.parse(body) as HealthBody };
  }

  async close(): Promise<void> {
    this.#stopped = true;
    await this.#sweeping;
    await this.hub.close();
    for (const entries of Object.values(this.access)) entries.close();
    this.#slow.close();
    await this.#moto.stop();
  }

  /** As a schedule that is quicker than any. */
  async #sweep(): Promise<void> {
    while (!this.#stopped) {
      await this.hub.sweep();
      await sleep(3000);
    }
  }
}

export interface HealthBody {
  readonly spokes: {
    readonly total: number;
    readonly stale: readonly { readonly spoke: string; readonly failures: number; readonly because?: string }[];
  };
  readonly resources: { readonly total: number; readonly stuck: number };
  readonly deadLetters: number;
}

interface Parts {
  readonly moto: MotoServer;
  readonly access: HubOnRig["access"];
  readonly slow: SilentServer;
}

const serverOf = (cluster: ClusterName) => {
  const found = readKubeconfig(kubeconfig(cluster)).config.getCurrentCluster();
  return { endpoint: found?.server ?? "", certificateAuthority: found?.caData ?? "" };
};

/** Where rig/control.sh has its API server ask. */
const webhookPort = (cluster: ClusterName): number => Number(new URL(serverOf(cluster).endpoint).port) + 3;

function fleetFile(jobs: Readonly<Record<ClusterName, CountingJob>>, slowPort: number): string {
  const spoke = (cluster: ClusterName, over: object = {}) => ({
    ...serverOf(cluster),
    region,
    roleArn: roles[cluster],
    externalId,
    clusterName: cluster,
    namespaces: [jobs[cluster].namespace.name],
    ...over,
  });
  const clusters = {
    east: spoke("east"),
    west: spoke("west"),
    forbidden: spoke("east", { roleArn: roles.forbidden }),
    slow: spoke("east", { endpoint: `https://127.0.0.1:${slowPort}` }),
    // A port that nobody listens at.
    down: spoke("east", { endpoint: "https://127.0.0.1:1" }),
  };
  const may = ["redeploy", "restart"];
  const senders = { ci: { source: "ci", may, selector: { clusters: ["east", "west"] } } };
  return stringify({ clusters, triggers: { senders } });
}
