/**
 * The last cause that a Java stack trace names, in one line: what its wrappers say is where it happened. Causes of suppressed
 * exceptions are indented, and are not meant.
 */
export function rootCause(said: string): string {
  const lines = said.split("\n").map((line) => line.trimEnd());
  const cause = lines.findLast((line) => line.startsWith(causedBy));
  if (cause !== undefined) return cause.slice(causedBy.length);
  const begin = lines.findIndex((line) => line.startsWith(onServer));
  return (begin < 0 ? undefined : lines[begin + 1]?.trim()) ?? lines[0]?.trim() ?? "";
}

const causedBy = "Caused by: ";
/** AbstractHandler, around an exception that no handler has caught. */
const onServer = "<Exception on server side:";
