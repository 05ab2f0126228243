const longest = 2000;

/** StopWithSavepointStoppingException: the job did not stop, but there is a savepoint, and its path is told nowhere else. */
const tellsOfSavepoint = /A savepoint has been created at: /;

/**
 * What a Java stack trace says, without where: the messages of the exception and of its causes, one line each, at most 2000 characters.
 * A cause that a wrapper has told already, as CompletionException does, is not told again.
 */
export function failureText(stackTrace: string): string {
  const messages = stackTrace
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !isFrame(line));
  const text = told(messages);
  const savepoint = messages.find((line) => tellsOfSavepoint.test(line));
  return savepoint === undefined || text.includes(withoutPrefix(savepoint)) ? text : told([savepoint, ...messages]);
}

function told(messages: readonly string[]): string {
  let text = "";
  for (const message of messages) {
    if (text.includes(withoutPrefix(message))) continue;
    text += text === "" ? message : `\n${message}`;
    if (text.length > longest) return `${text.slice(0, longest - 1)}…`;
  }
  return text;
}

const withoutPrefix = (message: string): string => message.replace(/^Caused by: /, "");

const isFrame = (line: string): boolean => /^at \S+\(.*\)|^\.\.\. \d+ (more|common frames omitted)$/.test(line);
