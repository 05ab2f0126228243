import * as fc from "fast-check";
import { expect, test } from "vitest";
import { failureText } from "../../lib/flink/failureText.ts";

const savepoint =
  "org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException: A savepoint has been created at: s3://b/sp-1, but the corresponding job 01 failed during stopping.";

test.for<{ what: string; stackTrace: readonly string[]; says: readonly string[] }>([
  { what: "nothing", stackTrace: [""], says: [] },
  { what: "one exception", stackTrace: ["a.E: no", "\tat a.B.c(B.java:1)"], says: ["a.E: no"] },
  {
    what: "causes",
    stackTrace: [
      "a.E: no",
      "\tat a.B.c(B.java:1)",
      "\tat java.base/java.lang.Thread.run(Thread.java:829) ~[?:?]",
      "\t... 3 more",
      "Caused by: b.F: disk full",
      "\tat a.B.lambda$c$0(B.java:1)",
      "\t... 12 more",
      "Caused by: c.G",
    ],
    says: ["a.E: no", "Caused by: b.F: disk full", "Caused by: c.G"],
  },
  {
    what: "a cause that its wrapper has told",
    stackTrace: ["java.util.concurrent.CompletionException: a.E: no", "\tat a.B.c(B.java:1)", "Caused by: a.E: no"],
    says: ["java.util.concurrent.CompletionException: a.E: no"],
  },
  {
    what: "a message of several lines, of Windows as well",
    stackTrace: ["a.E: first\r", "  second\r", "", "\tat a.B.c(Unknown Source)"],
    says: ["a.E: first", "second"],
  },
  {
    what: "a savepoint that was taken while the job failed to stop",
    stackTrace: [
      "java.util.concurrent.CompletionException: " + savepoint,
      "\tat a.B.c(B.java:1)",
      "Caused by: " + savepoint,
    ],
    says: ["java.util.concurrent.CompletionException: " + savepoint],
  },
])("of $what", ({ stackTrace, says }) => {
  expect(failureText(stackTrace.join("\n"))).toBe(says.join("\n"));
});

test("is cut after 2000 characters", () => {
  expect(failureText(`a.E: ${"x".repeat(5000)}\n\tat a.B.c(B.java:1)`)).toBe(`a.E: ${"x".repeat(1994)}…`);
});

test("a savepoint is told, however much is said before it", () => {
  const text = failureText(`a.E: ${"x".repeat(5000)}\nCaused by: ${savepoint}`);
  expect(text.startsWith(`Caused by: ${savepoint}\na.E: xxx`)).toBe(true);
  expect(text).toHaveLength(2000);
});

test("is never longer, and never loses a savepoint", () => {
  const line = fc.oneof(fc.string({ maxLength: 400 }), fc.constant("\tat a.B.c(B.java:1)"));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 30 }), (before, after) => {
      const text = failureText([...before, `Caused by: ${savepoint}`, ...after].join("\n"));
      expect(text.length).toBeLessThanOrEqual(2000);
      expect(text).toContain("s3://b/sp-1,");
    }),
  );
});
