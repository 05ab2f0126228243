import type { ArgumentInfo, CommandInfo, OptionInfo, Values } from "../commandTree.ts";

/** Works sourced, and as a file `_flink-fleet` in a folder of $fpath. */
export function zshCompletion(commands: readonly CommandInfo[]): string {
  const described = commands.map(({ name, description }) => `    '${name}:${quoted(description)}'`);
  return `#compdef flink-fleet
# Completion of flink-fleet for zsh: source <(flink-fleet completion zsh)
_flink_fleet() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${described.join("\n")}
    'help:display help for a command'
  )
  _arguments -C '1: :->command' '*:: :->rest'
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $line[1] in
${commands.map(commandCase).join("\n")}
        help) ((CURRENT == 2)) && _describe -t commands command commands ;;
      esac
      ;;
  esac
}
if [[ $funcstack[1] == _flink-fleet ]]; then _flink_fleet "$@"; else compdef _flink_fleet flink-fleet; fi
`;
}

function commandCase({ name, options, arguments: args }: CommandInfo): string {
  const specs = [...options.flatMap(optionSpecs), ...args.map(argumentSpec)];
  return `        ${name})\n          _arguments \\\n${specs.map((spec) => `            ${spec}`).join(" \\\n")}\n          ;;`;
}

/** Any may be repeated: those that may not are told by the command itself. */
const optionSpecs = ({ flags, description, value }: OptionInfo): readonly string[] =>
  flags.map((flag) => {
    // The value of a long option may come after = too.
    const sign = value !== undefined && flag.startsWith("--") ? "=" : "";
    return `'*${flag}${sign}[${quoted(description)}]${value === undefined ? "" : `:value:${actionOf(value)}`}'`;
  });

const argumentSpec = ({ text, description, value }: ArgumentInfo): string =>
  `'${text.includes("...") ? "*" : ""}:${quoted(description)}:${actionOf(value)}'`;

function actionOf(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `(${values.of.join(" ")})`;
    case "file":
      return "_files";
    case "any":
      return " ";
  }
}

/** Within single quotes, where brackets and colons mean something to _arguments. */
const quoted = (text: string): string =>
  text.replaceAll(/[\\[\]:]/g, String.raw`\$&`).replaceAll("'", String.raw`'\''`);
