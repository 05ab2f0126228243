import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { part } from "../../../lib/core/objects/json.ts";
import type { SimulatedSpoke } from "../../../lib/world/simulatedSpoke.ts";
import type { Fields } from "./application.ts";
import type { Stage } from "./stage.ts";

const namespace = "default";

interface Played {
  readonly scene: { readonly spoke: SimulatedSpoke; tell(line: string): void };
}

/** As `kubectl edit` and its like do: `Service/orders-rest`. */
export function handEdit({ scene }: Played, what: string, body: Fields, manager = "kubectl-edit"): void {
  const [kind = "", name = ""] = what.split("/");
  scene.tell(`edit    ${kind} ${name}`);
  scene.spoke.api.patch({ kind, namespace, name }, { type: "merge", body }, { manager });
}

/** The image of Flink's own container. */
export const imageOf = (image: string) => ({
  spec: { template: { spec: { containers: [{ name: "flink-main-container", image }] } } },
});

export function editImage({ scene }: Played, image: string, name = "orders"): void {
  const patch = { type: "strategic", body: imageOf(image) } as const;
  scene.spoke.api.patch({ kind: "Deployment", namespace, name }, patch, { manager: "kubectl-edit" });
}

/** What its owner says of restarts. */
export const mayRestart = ({ scene }: Played, repair: string, name = "orders"): void => {
  const body = { metadata: { annotations: { "flink-fleet/repair": repair } } };
  scene.spoke.api.patch({ kind: "FlinkDeployment", namespace, name }, { type: "merge", body });
};

export const objectOf = ({ scene }: Played, kind: string, name: string): KubernetesObject =>
  scene.spoke.api.read({ kind, namespace, name });

/** Flink's own configuration, as it lies in the ConfigMap. */
export function optionsOf(played: Played, name = "orders"): readonly [file: string, text: string] {
  const data = part(objectOf(played, "ConfigMap", `flink-config-${name}`), "data");
  const [file = "", text = ""] = Object.entries(data).find(([key]) => key.endsWith(".yaml")) ?? [];
  return [file, String(text)];
}

/** Somebody writes other lines into it. */
export function editOptions(played: Played, edit: (text: string) => string, name = "orders"): void {
  const [file, text] = optionsOf(played, name);
  handEdit(played, `ConfigMap/flink-config-${name}`, { data: { [file]: edit(text) } });
}

export const eventsOf = ({ scene }: Played): readonly string[] =>
  scene.spoke.api.list("Event").items.map((event) => `${String(event["reason"])}: ${String(event["message"])}`);

export const driftOf = (stage: Stage): Fields => (stage.status.fleet?.["drift"] ?? {}) as Fields;

export const condition = (stage: Stage, type: string) => stage.status.conditions?.find((one) => one.type === type);
