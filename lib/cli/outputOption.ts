import { type Command, Option } from "commander";
import { printedYaml } from "./printed.ts";

/** `text` is for people, and may change; the others are for programs. */
export type Output = "text" | "json" | "yaml";

export const outputOption = (description = "how to print"): Option =>
  new Option("-o, --output <format>", description).choices(["text", "json", "yaml"]);

export const withOutput = (command: Command): Command => command.addOption(outputOption().default("text"));

export const printedAs = (output: Exclude<Output, "text">, content: unknown): string =>
  output === "json" ? JSON.stringify(content, undefined, 2) : printedYaml(content).trimEnd();
