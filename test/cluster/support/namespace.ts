import { randomBytes } from "node:crypto";
import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type ClusterName, apply, clusterFolder, kubectl } from "./rig.ts";

/** A namespace in which Flink may run, with a folder that its pods share with the test. */
export type FlinkNamespace = {
  readonly name: string;
  /** A folder of this machine, open to everybody; pods with `flinkDataVolume` see it as /data. */
  readonly data: string;
  readonly remove: () => Promise<void>;
};

const every = ["get", "list", "watch", "create", "update", "patch", "delete"];

/** Makes a namespace with the service account `flink` and the rights that the Apache operator's chart gives to it. */
export async function makeNamespace(cluster: ClusterName, purpose: string): Promise<FlinkNamespace> {
  const name = `${purpose}-${randomBytes(3).toString("hex")}`;
  const data = join(clusterFolder(cluster), "data", name);
  await mkdir(data, { recursive: true });
  await chmod(data, 0o777);
  const metadata = { name: "flink", namespace: name };
  await apply(
    cluster,
    { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [
        { apiGroups: [""], resources: ["pods", "configmaps"], verbs: every },
        { apiGroups: ["apps"], resources: ["deployments", "deployments/finalizers"], verbs: every },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      subjects: [{ kind: "ServiceAccount", ...metadata }],
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "flink" },
    },
  );
  return {
    name,
    data,
    remove: async () => {
      await kubectl(cluster, "delete", "namespace", name, "--timeout=120s");
      await rm(data, { recursive: true, force: true });
    },
  };
}
