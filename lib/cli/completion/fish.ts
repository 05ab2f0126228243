import type { CommandInfo, OptionInfo, Values } from "../commandTree.ts";

export function fishCompletion(commands: readonly CommandInfo[]): string {
  const first = [...commands, { name: "help", description: "display help for a command" }].map(
    ({ name, description }) => `complete -c flink-fleet -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
  );
  return `# Completion of flink-fleet for fish: flink-fleet completion fish | source
complete -c flink-fleet -f
${[...first, ...commands.flatMap(linesOf)].join("\n")}
`;
}

function linesOf({ name, options, arguments: args }: CommandInfo): readonly string[] {
  const begin = `complete -c flink-fleet -n '__fish_seen_subcommand_from ${name}'`;
  const [first] = args;
  const choices = first?.value.kind === "choices" ? first.value.of.join(" ") : undefined;
  const argument =
    choices === undefined
      ? []
      : [
          `complete -c flink-fleet -n '__fish_seen_subcommand_from ${name}; and test (count (commandline -opc)) -eq 2' -a '${choices}'`,
        ];
  return [...argument, ...options.map((option) => `${begin} ${optionWords(option)}`)];
}

function optionWords({ flags, description, value }: OptionInfo): string {
  const named = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...named, ...(value === undefined ? [] : [valueWords(value)]), `-d ${quoted(description)}`].join(" ");
}

function valueWords(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `-x -a '${values.of.join(" ")}'`;
    case "file":
      return "-r -F";
    case "any":
      return "-x";
  }
}

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
