import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../../../lib/core/time.ts";
import type { FlinkClusterName } from "../../../../lib/world/simulatedSpoke.ts";
import { example, Scene } from "../../../sequence/support/scene.ts";

type Raw = Readonly<Record<string, unknown>>;

export const payments: FlinkClusterName = { namespace: "default", name: "payments" };

/** A world in which the job of the example runs. */
export class Stage extends Scene {
  /** The job runs; other versions of Flink have other images. */
  async begin(spec: Raw = {}, options: Raw = {}): Promise<this> {
    const [resource] = example("native-application-ha.yaml");
    if (resource === undefined) throw new Error("the example holds nothing");
    const wanted = resource["spec"] as Raw;
    const flinkConfiguration = { ...(wanted["flinkConfiguration"] as Raw), ...options };
    this.apply({ ...resource, spec: { ...wanted, flinkConfiguration, ...spec } });
    await this.passFor(minutes(1), seconds(10));
    return this;
  }

  ask(name: string, spec: Raw = {}, metadata: Raw = {}): void {
    this.spoke.api.create({
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkStateSnapshot",
      metadata: { name, namespace: "default", ...metadata },
      spec: { jobReference: { kind: "FlinkDeployment", name: "payments" }, savepoint: {}, ...spec },
    });
  }

  snapshot(name: string): KubernetesObject | undefined {
    return this.spoke.api.find({ kind: "FlinkStateSnapshot", namespace: "default", name });
  }

  status(name: string): Raw {
    return (this.snapshot(name)?.["status"] ?? {}) as Raw;
  }

  delete(name: string): void {
    this.spoke.api.delete({ kind: "FlinkStateSnapshot", namespace: "default", name });
  }

  /** Where savepoints lie, oldest first. */
  get savepoints(): readonly string[] {
    return this.spoke.snapshots.filter(({ isSavepoint }) => isSavepoint).map(({ path }) => path);
  }

  events(name: string): readonly string[] {
    return this.spoke.api
      .list("Event")
      .items.filter((event) => (event["involvedObject"] as { readonly name?: string }).name === name)
      .map((event) => `${String(event["reason"])}: ${String(event["message"])}`);
  }
}
