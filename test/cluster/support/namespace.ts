import { randomBytes } from "node:crypto";
import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { enrolment } from "../../../lib/core/enrolment.ts";
import { type ClusterName, apply, clusterFolder, kubectl } from "./rig.ts";

/** A namespace in which Flink may run, with a folder that its pods share with the test. */
export type FlinkNamespace = {
  readonly name: string;
  /** A folder of this machine, open to everybody; pods with `flinkDataVolume` see it as /data. */
  readonly data: string;
  readonly remove: () => Promise<void>;
};

/** Makes a namespace with the account for Flink's pods that an enrolment gives, and no more rights than that. */
export async function makeNamespace(cluster: ClusterName, purpose: string): Promise<FlinkNamespace> {
  const name = `${purpose}-${randomBytes(3).toString("hex")}`;
  const data = join(clusterFolder(cluster), "data", name);
  await mkdir(data, { recursive: true });
  await chmod(data, 0o777);
  const wanted = { namespaces: [name], everywhere: false, group: "flink-fleet", serviceAccount: "flink" };
  await apply(cluster, ...enrolment(wanted));
  return {
    name,
    data,
    remove: async () => {
      await kubectl(cluster, "delete", "namespace", name, "--timeout=120s");
      await rm(data, { recursive: true, force: true });
    },
  };
}
