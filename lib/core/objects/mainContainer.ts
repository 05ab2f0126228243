import { items, part, textAt, type Json } from "./json.ts";

/** The container of a pod template that Flink runs in; all others are side-cars. */
export const mainContainerName = "flink-main-container";

export function mainContainerOf(template: Json): Json {
  const containers = items(part(template, "spec"), "containers");
  return containers.find((one) => textAt(one, "name") === mainContainerName) ?? { name: mainContainerName };
}

export function sideCarsOf(template: Json): readonly Json[] {
  return items(part(template, "spec"), "containers").filter((one) => textAt(one, "name") !== mainContainerName);
}

/** The template with its main container changed, or added when it has none. */
export function withMainContainer(template: Json, change: (container: Json) => Json): Json {
  const spec = part(template, "spec");
  const containers = items(spec, "containers");
  const changed = change(mainContainerOf(template));
  const has = containers.some((one) => textAt(one, "name") === mainContainerName);
  return {
    ...template,
    spec: {
      ...spec,
      containers: has
        ? containers.map((one) => (textAt(one, "name") === mainContainerName ? changed : one))
        : [...containers, changed],
    },
  };
}
