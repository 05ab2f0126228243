import type { Artifacts, Cluster, Flink, SpokeConnection } from "../../ports/index.ts";

type Reads<Port> = { readonly [Name in keyof Port]: boolean };

/** Every method of a port stands here, so that a new one does not compile before somebody has said whether it writes. */
const clusterReads: Reads<Cluster> = {
  list: true,
  read: true,
  create: false,
  apply: false,
  patch: false,
  writeStatus: false,
  remove: false,
};

const flinkReads: Reads<Flink> = {
  jobs: true,
  clusterInfo: true,
  exceptions: true,
  cancel: false,
  checkpoints: true,
  checkpointDetails: true,
  triggerSavepoint: false,
  stopWithSavepoint: false,
  savepoint: true,
  triggerCheckpoint: false,
  checkpoint: true,
  disposeSavepoint: false,
  jobMetrics: true,
  vertices: true,
  resourceRequirements: true,
  setResourceRequirements: false,
  uploadJar: false,
  runJar: false,
  deleteJar: false,
};

/** A jar is fetched only where it is run. */
const artifactReads: Reads<Artifacts> = { open: false };

/** A spoke to which nothing can be written. That somebody tries is a bug, and no fault. */
export const readOnly = ({ cluster, flink, artifacts }: SpokeConnection): SpokeConnection => ({
  cluster: guarded(cluster, clusterReads),
  flink: guarded(flink, flinkReads),
  artifacts: guarded(artifacts, artifactReads),
});

function guarded<Port extends object>(port: Port, reads: Reads<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      if (!Object.hasOwn(reads, name)) return undefined;
      if (!reads[name as keyof Port])
        return () => Promise.reject(new TypeError(`${String(name)} writes, and a plan only reads`));
      const method: unknown = Reflect.get(target, name);
      return typeof method === "function" ? (method.bind(target) as unknown) : method;
    },
  });
}
