import type { Argument, Command, Option } from "commander";
import { type Explanation, explanationOf } from "./explained.ts";

/** What may stand after an option, or as an argument. */
export type Values =
  | { readonly kind: "choices"; readonly of: readonly string[] }
  | { readonly kind: "file" }
  | { readonly kind: "any" };

export interface OptionInfo {
  /** `-o` and `--output`, the short one first. */
  readonly flags: readonly string[];
  /** As in help: `-o, --output <format>`. */
  readonly text: string;
  readonly description: string;
  /** As people would write it. */
  readonly default: string | undefined;
  /** The variable that it is taken from where it is not given. */
  readonly environment: string | undefined;
  /** `undefined`: it stands alone. */
  readonly value: Values | undefined;
}

export interface ArgumentInfo {
  /** `<shell>`, `[names...]` */
  readonly text: string;
  readonly description: string;
  readonly value: Values;
}

export interface CommandInfo {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionInfo[];
  readonly arguments: readonly ArgumentInfo[];
  readonly explanation: Explanation | undefined;
}

/** The commands of a program as plain data: completion and documentation are made of it. */
export const commandTree = (program: Command): readonly CommandInfo[] => program.commands.map(commandInfo);

const commandInfo = (command: Command): CommandInfo => ({
  name: command.name(),
  description: command.description(),
  options: command.createHelp().visibleOptions(command).map(optionInfo),
  arguments: command.registeredArguments.map(argumentInfo),
  explanation: explanationOf(command),
});

function optionInfo(option: Option): OptionInfo {
  const { short, long, flags, description, required, optional, argChoices } = option;
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    text: flags,
    description,
    default: defaultOf(option),
    environment: option.envVar,
    value: required || optional ? valuesOf(argChoices, flags) : undefined,
  };
}

/** What is true of an option that stands alone is that it was not given. */
function defaultOf({ defaultValue, defaultValueDescription }: Option): string | undefined {
  if (defaultValueDescription !== undefined) return defaultValueDescription;
  return typeof defaultValue === "string" ? defaultValue : undefined;
}

function argumentInfo(argument: Argument): ArgumentInfo {
  const text = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return {
    text: argument.required ? `<${text}>` : `[${text}]`,
    description: argument.description,
    value: valuesOf(argument.argChoices, argument.name()),
  };
}

function valuesOf(choices: readonly string[] | undefined, text: string): Values {
  if (choices !== undefined) return { kind: "choices", of: choices };
  return { kind: /\bfiles?\b/.test(text) ? "file" : "any" };
}
