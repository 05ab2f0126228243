import { type Command, InvalidArgumentError, Option } from "commander";
import type { Selector } from "../../api/events/selector.ts";
import { withAllNamespaces, withFleet, withNamespaces } from "../fleetOptions.ts";
import type { FleetSource } from "../surroundings.ts";

export type Labels = NonNullable<Selector["labels"]>;
type Kind = NonNullable<Selector["kinds"]>[number];

/** Which resources, wherever they stand. What is left out does not narrow. */
export interface Narrowing {
  readonly namespace?: readonly string[] | undefined;
  readonly selector?: Labels | undefined;
  readonly kind?: Kind | undefined;
}

/** Which clusters of the fleet, and which resources in them. */
export interface SelectionOptions extends FleetSource, Narrowing {
  readonly allNamespaces?: boolean | undefined;
  readonly cluster?: readonly string[] | undefined;
}

const twoKinds = ["FlinkDeployment", "FlinkSessionJob"];

/** The same for all commands that work on resources of clusters; `kinds` may be more than those that can be changed. */
export function withSelection(command: Command, kinds: readonly string[] = twoKinds): Command {
  return withLabelsAndKind(withAllNamespaces(withNamespaces(withFleet(command))), kinds);
}

export const withLabelsAndKind = (command: Command, kinds: readonly string[] = twoKinds): Command =>
  command
    .addOption(
      new Option("-l, --selector <labels>", "only what has these labels: key=value[,key=value]").argParser(labelsOf),
    )
    .addOption(new Option("--kind <kind>", "only this kind").choices(kinds));

export const namesArgument = "names of resources, or NAMESPACE/NAME; * stands for any characters";

/** In the syntax of kubectl's -l, as far as it says which value a label has. */
function labelsOf(text: string): Labels {
  const pairs = text.split(",").map((part) => /^\s*([^=!\s]+)\s*==?\s*([^=!\s]*)\s*$/.exec(part));
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, key = "", value = ""] = pair ?? [];
      if (key === "") throw new InvalidArgumentError("Write key=value, and more of them after commas.");
      return [key, value];
    }),
  );
}
