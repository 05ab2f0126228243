import type { EksCluster, FleetCluster, KubeconfigCluster } from "../../api/fleet/cluster.ts";
import type { FleetFile } from "../../api/fleet.ts";
import type { ArtifactRules } from "../../core/configuration/artifactRules.ts";
import type { WayStep } from "../../core/enrolment/check.ts";
import { Faulted } from "../../core/fault.ts";
import type { Clock, Fleet } from "../../ports/index.ts";
import { artifactsOnDemand } from "../artifacts/artifactsOnDemand.ts";
import type { Identity } from "../artifacts/s3Artifact.ts";
import type { CredentialSource } from "../eks/credentials.ts";
import type { Access } from "../kubernetes/access.ts";
import { discovered, type Lead } from "./discovered.ts";
import type { EksTarget } from "./eksAccess.ts";
import { type ReachableSpoke, reachableSpoke, type Scope } from "./reachableSpoke.ts";
import { Sessions } from "./sessions.ts";
import { eksWay, kubeconfigWay, lostWay } from "./way.ts";

export interface Settings {
  /** Paths in the file are relative to its folder: this makes them absolute. */
  readonly resolve: (path: string) => string;
  /** Where a context is looked for that names no file. */
  readonly kubeconfig: string;
  readonly ambient: CredentialSource;
  readonly clock: Clock;
  /** For the jars of session jobs. */
  readonly artifacts: ArtifactRules;
}

/** A spoke, and whose rights count when a jar is fetched for it. */
interface Kept {
  readonly name: string;
  readonly scope: Scope;
  readonly identity: Identity;
  readonly way: readonly WayStep[];
}

/**
 * The spokes of a fleet file: those it names, and those that its rules find each time it is asked. What could not be looked at is
 * in the list too, as a spoke that cannot be connected to, so that it is reported like any other broken one.
 */
export class DeclaredFleet implements Fleet {
  readonly #file: Pick<FleetFile, "clusters" | "discovery">;
  readonly #settings: Settings;
  readonly #sessions: Sessions;
  /** A spoke holds the connections to its cluster. */
  readonly #kept = new Map<string, ReachableSpoke>();

  constructor(file: Pick<FleetFile, "clusters" | "discovery">, settings: Settings) {
    this.#file = file;
    this.#settings = settings;
    this.#sessions = new Sessions(settings.ambient, settings.clock);
  }

  async spokes(): Promise<readonly ReachableSpoke[]> {
    const declared = Object.entries(this.#file.clusters);
    const named = declared.map(([name, cluster]) => {
      const what = { name, scope: cluster, identity: this.#identity(cluster), way: this.#declaredWay(name, cluster) };
      return this.#keep(name, what, () => this.#declaredAccess(name, cluster));
    });
    const leads = await discovered(this.#file.discovery, this.#sessions);
    const others = leads.filter((lead) => !declared.some(([name, cluster]) => isSame(lead, name, cluster)));
    return [...named, ...others.map((lead) => this.#followed(lead))];
  }

  /** A cluster that was made anew under the same name is another spoke: its endpoint differs. */
  #followed(lead: Lead): ReachableSpoke {
    const { name, rule: scope, role, place } = lead;
    const as = { ambient: this.#settings.ambient, place, role };
    if (lead.kind === "broken") {
      const identity = { credentials: this.#settings.ambient };
      return this.#made({ name, scope, identity, way: lostWay(as, lead.fault) }, () =>
        Promise.reject(new Faulted(lead.fault)),
      );
    }
    const { cluster: known } = lead;
    const target = { name: known.name, place, known };
    const key = [name, known.endpoint, known.ca].join(" ");
    const way = eksWay(as, target, this.#settings.clock);
    return this.#keep(key, { name, scope, identity: { ...place, role }, way }, () => this.#eksAccess(target));
  }

  #keep(key: string, what: Kept, access: () => Promise<Access>): ReachableSpoke {
    const kept = this.#kept.get(key) ?? this.#made(what, access);
    this.#kept.set(key, kept);
    return kept;
  }

  #made({ identity, ...what }: Kept, access: () => Promise<Access>): ReachableSpoke {
    const { artifacts: rules, clock } = this.#settings;
    return reachableSpoke({ ...what, clock, artifacts: artifactsOnDemand({ rules, identity }) }, access);
  }

  /** A cluster that is reached by a kubeconfig has no role in AWS. */
  #identity(cluster: FleetCluster): Identity {
    if (cluster.kind === "kubeconfig") return { credentials: this.#settings.ambient };
    return { ...this.#sessions.in(cluster), role: cluster.roleArn };
  }

  async #declaredAccess(name: string, cluster: FleetCluster): Promise<Access> {
    if (cluster.kind === "kubeconfig") return await this.#contextAccess(cluster);
    return await this.#eksAccess(this.#target(name, cluster));
  }

  #declaredWay(name: string, cluster: FleetCluster): readonly WayStep[] {
    if (cluster.kind === "kubeconfig") return kubeconfigWay(cluster.context, () => this.#contextAccess(cluster));
    const { ambient, clock } = this.#settings;
    const target = this.#target(name, cluster);
    return eksWay({ ambient, place: target.place, role: cluster.roleArn }, target, clock);
  }

  #target(name: string, cluster: EksCluster): EksTarget {
    return { name: cluster.clusterName ?? name, place: this.#sessions.in(cluster), known: knownOf(cluster) };
  }

  async #eksAccess(target: EksTarget): Promise<Access> {
    const { eksAccess } = await import("./eksAccess.ts");
    return await eksAccess(target, this.#settings.clock);
  }

  /** The Kubernetes client is heavy to load, and functions that reach EKS clusters do without it. */
  async #contextAccess({ kubeconfig, context }: KubeconfigCluster): Promise<Access> {
    const [{ contextAccess }, { currentContextOf, readKubeconfig }] = await Promise.all([
      import("../kubeconfig/contextAccess.ts"),
      import("../kubeconfig/kubeconfig.ts"),
    ]);
    const { resolve, kubeconfig: usual, clock } = this.#settings;
    const read = readKubeconfig(kubeconfig === undefined ? usual : resolve(kubeconfig));
    return contextAccess(read, context ?? currentContextOf(read), clock.now());
  }
}

function knownOf({ endpoint, certificateAuthority }: EksCluster): { endpoint: string; ca: string } | undefined {
  if (endpoint === undefined || certificateAuthority === undefined) return undefined;
  return { endpoint, ca: Buffer.from(certificateAuthority, "base64").toString("utf8") };
}

/** What the file says of a cluster wins over a rule that finds the same one. */
function isSame(lead: Lead, name: string, declared: FleetCluster): boolean {
  if (lead.kind !== "cluster" || declared.kind !== "eks") return lead.name === name;
  const { cluster } = lead;
  if (declared.endpoint !== undefined) return declared.endpoint === cluster.endpoint;
  const account = declared.roleArn?.split(":")[4] ?? cluster.account;
  const sameName = (declared.clusterName ?? name) === cluster.name;
  return sameName && declared.region === cluster.region && account === cluster.account;
}
