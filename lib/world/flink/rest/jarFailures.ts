import { failedLate, failure, type RestAnswer } from "./answer.ts";

export const causedBy = (cause: string): string => `Caused by: ${cause}\n\t... 7 more`;

export const programInvocation = (message: string): string =>
  `org.apache.flink.client.program.ProgramInvocationException: ${message}`;

/** org.apache.flink.client.program.PackagedProgram.callMainMethod */
export const mainFailed = (because: string): string => {
  const [first] = because.split("\n");
  const cause = programInvocation(`The main method caused an error: ${first}`);
  return `${causedBy(cause)}\n${causedBy(because)}`;
};

export const duplicate =
  "org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been submitted.";

/** JarRunHandler, of what fails in main() and after it. */
export const notExecuted = (...causes: readonly string[]): RestAnswer =>
  failedLate(
    400,
    [
      "Could not execute application.",
      "\tat org.apache.flink.runtime.webmonitor.handlers.JarRunHandler.lambda$handleRequest$1(JarRunHandler.java:115)",
      causedBy(
        "java.util.concurrent.CompletionException: org.apache.flink.util.FlinkRuntimeException: Could not execute application.",
      ),
      ...causes,
    ].join("\n"),
  );

/** JarRunHandler, of what fails before it has begun: no handler catches that (FLINK-33095). */
export const uncaught = (exception: string, ...causes: readonly string[]): RestAnswer =>
  failure(
    500,
    "Internal server error.",
    [
      "<Exception on server side:",
      `java.util.concurrent.CompletionException: ${exception}`,
      "\tat org.apache.flink.runtime.webmonitor.handlers.utils.JarHandlerUtils$JarHandlerContext.toPackagedProgram(JarHandlerUtils.java:192)",
      ...causes,
      "End of exception on server side>",
    ].join("\n"),
  );
