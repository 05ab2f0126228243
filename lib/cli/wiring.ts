import { userInfo } from "node:os";
import { dirname, resolve } from "node:path";
import { stderr } from "node:process";
import type { DeclaredFleet } from "../adapters/fleet/declaredFleet.ts";
import { FileRecordings } from "../adapters/system/fileRecordings.ts";
import { jsonLog } from "../adapters/system/jsonLog.ts";
import { randomIds } from "../adapters/system/randomIds.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import { cluster } from "../api/fleet/cluster.ts";
import type { FleetFile } from "../api/fleet.ts";
import { artifactRules } from "../core/configuration/artifactRules.ts";
import { type OperatorDefaults, shippedDefaults } from "../core/configuration/defaults.ts";
import { operatorDefaults } from "../core/configuration/operatorDefaults.ts";
import type { Images } from "../ports/index.ts";
import { fleetFile } from "./fleetFile.ts";
import { simulatedKubeconfig } from "./simulatedKubeconfig.ts";
import type { Candidate, FleetSource, Installation, Simulation, Surroundings } from "./surroundings.ts";
import type { Terminal } from "./terminal.ts";
import { UserError } from "./userError.ts";
import { waiting } from "./waiting.ts";

/**
 * The real surroundings: files, clusters and the clock of this machine. The clients of AWS and Kubernetes take a second to load, so
 * that is left until a command needs them.
 */
export function wired(terminal: Terminal, stop: AbortSignal): Surroundings {
  return {
    terminal,
    clock: systemClock,
    ids: randomIds,
    user: user(),
    images: imagesOfEcr,
    log: jsonLog((line) => void stderr.write(line), systemClock),
    recorder: (file) => new FileRecordings(file),
    fleet: known,
    installations,
    candidates,
    simulation,
    ...waiting(stop),
  };
}

/** A container may run as somebody who has no name. */
function user(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

const imagesOfEcr: Images = {
  digestOf: async (repository, tag) => {
    const [{ EcrImages }, { ambientCredentials }] = await Promise.all([
      import("../adapters/ecr/ecrImages.ts"),
      import("../adapters/eks/credentials.ts"),
    ]);
    return await new EcrImages(ambientCredentials()).digestOf(repository, tag);
  },
};

async function simulation(clusters: readonly string[]): Promise<Simulation> {
  const [{ World }, { serve }] = await Promise.all([import("../world/world.ts"), import("../world/http/serve.ts")]);
  const world = new World({ spokes: clusters, start: systemClock.now() });
  const served = await serve(world);
  return {
    kubeconfig: simulatedKubeconfig(clusters.map((name) => ({ name, server: served.url(name) }))),
    clock: world.clock,
    advance: (by) => world.advance(by),
    close: async () => await served.close(),
  };
}

async function installations(source: FleetSource): Promise<readonly Installation[]> {
  const { applyAny } = await import("../adapters/kubernetes/applyAny.ts");
  const spokes = await (await known(source)).fleet.spokes();
  return spokes.map((spoke) => ({
    cluster: spoke.name,
    apply: async (object) => await applyAny(await spoke.open(), object),
  }));
}

async function candidates(source: FleetSource): Promise<readonly Candidate[]> {
  const { KubernetesReview } = await import("../adapters/kubernetes/kubernetesReview.ts");
  const spokes = await (await known(source)).fleet.spokes();
  return spokes.map((spoke) => ({
    spoke,
    access: spoke.way.some(({ step }) => step === "kubeconfig") ? "kubeconfig" : "eks",
    way: spoke.way,
    review: async () => new KubernetesReview(await spoke.open()),
  }));
}

async function known(source: FleetSource) {
  if (source.fleet === undefined) {
    const defaults = shippedDefaults;
    return { fleet: await declared(await contextClusters(source), defaults, source), defaults, allowTags: false };
  }
  const file = fleetFile(source.fleet);
  const defaults = operatorDefaults(file);
  return { fleet: await declared(file, defaults, source), defaults, allowTags: file.triggers.allowTags };
}

type Clusters = Pick<FleetFile, "clusters" | "discovery">;

async function declared(file: Clusters, defaults: OperatorDefaults, source: FleetSource): Promise<DeclaredFleet> {
  const [{ DeclaredFleet }, { ambientCredentials }] = await Promise.all([
    import("../adapters/fleet/declaredFleet.ts"),
    import("../adapters/eks/credentials.ts"),
  ]);
  const folder = source.fleet === undefined ? "." : dirname(source.fleet);
  return new DeclaredFleet(file, {
    resolve: (path) => resolve(folder, path),
    kubeconfig: source.kubeconfig,
    ambient: ambientCredentials(),
    clock: systemClock,
    artifacts: artifactRules(defaults.configuration),
  });
}

/** Contexts are clusters of a fleet file that nobody had to write. */
async function contextClusters(source: FleetSource): Promise<Clusters> {
  const chosen = await chosenContexts(source);
  const clusters = chosen.map((context) => [context, cluster.parse({ context })] as const);
  return { clusters: Object.fromEntries(clusters), discovery: [] };
}

async function chosenContexts(source: FleetSource): Promise<readonly string[]> {
  const { contextsOf, currentContextOf, readKubeconfig } = await import("../adapters/kubeconfig/kubeconfig.ts");
  const kubeconfig = readKubeconfig(source.kubeconfig);
  const contexts = contextsOf(kubeconfig);
  if (source.allContexts === true) return contexts;
  const chosen = source.context ?? [currentContextOf(kubeconfig)];
  const wrong = chosen.find((name) => !contexts.includes(name));
  if (wrong === undefined) return chosen;
  throw new UserError(`${kubeconfig.path} has no context "${wrong}": it has ${contexts.join(", ")}`);
}
