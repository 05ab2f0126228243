import type { CommandInfo, OptionInfo, Values } from "../commandTree.ts";

/** A resource may have the name of a command: only the first word is one. */
export function fishCompletion(commands: readonly CommandInfo[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const first = [...commands, { name: "help", description: "display help for a command" }].map(
    ({ name, description }) => `complete -c flink-fleet -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
  );
  return `# Completion of flink-fleet for fish: flink-fleet completion fish | source
function __flink_fleet_is
    set -l words (commandline -opc)
    test "$words[2]" = $argv[1]; and begin
        test (count $argv) -eq 1; or test (count $words) -eq $argv[2]
    end
end
complete -c flink-fleet -f
complete -c flink-fleet -n __fish_use_subcommand -s h -l help -d 'display help'
complete -c flink-fleet -n '__flink_fleet_is help 2' -a '${names}'
${[...first, ...commands.flatMap(linesOf)].join("\n")}
`;
}

function linesOf({ name, options, arguments: args }: CommandInfo): readonly string[] {
  const begin = `complete -c flink-fleet -n '__flink_fleet_is ${name}'`;
  return [...argumentLines(name, args[0]?.value), ...options.map((option) => `${begin} ${optionWords(option)}`)];
}

/** Choices are those of the first word alone, files may be many. */
function argumentLines(name: string, values: Values = { kind: "any" }): readonly string[] {
  switch (values.kind) {
    case "choices":
      return [`complete -c flink-fleet -n '__flink_fleet_is ${name} 2' -a '${values.of.join(" ")}'`];
    case "file":
      return [`complete -c flink-fleet -n '__flink_fleet_is ${name}' -F`];
    case "any":
      return [];
  }
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
