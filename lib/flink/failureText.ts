const longest = 2000;

/** StopWithSavepointStoppingException: the job did not stop, but there is a savepoint, and its path is told nowhere else. */
const tellsOfSavepoint = /StopWithSavepointStoppingException|A savepoint has been created at: /;

/**
 * What a Java stack trace says, without where: the messages of the exception and of its causes, one line each, at most 2000 characters.
 * A cause is left out when a wrapper has said it already, as CompletionException does.
 */
export function failureText(stackTrace: string): string {
  const lines: string[] = [];
  for (const line of stackTrace.split(/\r?\n/).map((each) => each.trim())) {
    const said = line.replace(/^Caused by: /, "");
    if (said !== "" && !isFrame(line) && !lines.some((earlier) => earlier.includes(said))) lines.push(line);
  }
  const text = lines.join("\n");
  if (text.length <= longest) return text;
  const savepoint = lines.find((line) => tellsOfSavepoint.test(line));
  return cut(savepoint === undefined ? text : [savepoint, ...lines.filter((line) => line !== savepoint)].join("\n"));
}

const isFrame = (line: string): boolean => /^at \S+\(.*\)|^\.\.\. \d+ (more|common frames omitted)$/.test(line);

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
