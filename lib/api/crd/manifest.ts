import { stringify } from "yaml";
import type { Definition } from "./definitions.ts";

const header = "# Made by `npm run crds` from lib/api. Changes here are lost.\n";

/** The file of a definition: its name in infra/cluster/crds, and its text. */
export function manifest(definition: Definition): { readonly name: string; readonly text: string } {
  const [plural, ...group] = definition.metadata.name.split(".");
  return {
    name: `${group.join(".")}_${plural}.yaml`,
    text: header + stringify(definition, { lineWidth: 120, aliasDuplicateObjects: false }),
  };
}
