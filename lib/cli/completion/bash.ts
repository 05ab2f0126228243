import type { CommandInfo, OptionInfo, Values } from "../commandTree.ts";

/** For bash 3.2 and later, without the package bash-completion. Static: nothing is started while somebody types. */
export function bashCompletion(commands: readonly CommandInfo[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# Completion of flink-fleet for bash: source <(flink-fleet completion bash)
_flink_fleet_words() { COMPREPLY=($(compgen -W "$1" -- "$current")); }
_flink_fleet_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}
_flink_fleet() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  # bash takes --output=json apart.
  if [[ $current == "=" ]]; then
    current=""
  elif [[ $previous == "=" ]]; then
    previous="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  if ((COMP_CWORD == 1)); then
    _flink_fleet_words "${names} help --help"
    return
  fi
  case "$command" in
${commands.map(commandCase).join("\n")}
    help) if ((COMP_CWORD == 2)); then _flink_fleet_words "${names}"; fi ;;
  esac
}
complete -F _flink_fleet flink-fleet
`;
}

function commandCase({ name, options, arguments: args }: CommandInfo): string {
  const flags = options.flatMap((option) => option.flags).join(" ");
  const lines = [
    ...valueCases(options),
    `        *) if [[ $current == -* ]]; then _flink_fleet_words "${flags}"${argumentWords(args[0]?.value)}; fi ;;`,
  ];
  return `    ${name})\n      case "$previous" in\n${lines.join("\n")}\n      esac\n      ;;`;
}

/** Choices are those of the first word alone, files may be many. */
function argumentWords(values: Values = { kind: "any" }): string {
  if (values.kind === "any") return "";
  return values.kind === "file" ? `; else ${wordsOf(values)}` : `; elif ((COMP_CWORD == 2)); then ${wordsOf(values)}`;
}

/** One line for each kind of values. */
function valueCases(options: readonly OptionInfo[]): readonly string[] {
  const withValue = options.flatMap(({ flags, value }) =>
    value === undefined ? [] : [{ flags, does: wordsOf(value) }],
  );
  return [...Map.groupBy(withValue, ({ does }) => does)].map(
    ([does, those]) => `        ${those.flatMap(({ flags }) => flags).join(" | ")}) ${does} ;;`,
  );
}

function wordsOf(values: Values): string {
  switch (values.kind) {
    case "choices":
      return `_flink_fleet_words "${values.of.join(" ")}"`;
    case "file":
      return "_flink_fleet_files";
    case "any":
      return ":";
  }
}
