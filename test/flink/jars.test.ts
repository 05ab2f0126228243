import { describe, expect, test } from "vitest";
import { Faulted, type Fault } from "../../lib/core/fault.ts";
import type { JarId, JarRun } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { FlinkRest } from "../../lib/flink/flinkRest.ts";
import type { FlinkCall } from "../../lib/flink/exchange.ts";
import type { Jar } from "../../lib/ports/flink.ts";
import {
  at,
  faultOf,
  flinkSays,
  internalError,
  job,
  kubernetesSays,
  outcome,
  type Said,
  saying,
} from "./support/scripted.ts";

const jarId = "c4b1a3a2-1c1f-4f5b-9d0a-0a1b2c3d4e5f_wordcount.jar" as JarId;

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

const aJar = (more: Partial<Jar> = {}): Jar => ({
  name: "wordcount.jar",
  size: 6,
  bytes: chunks("abc", "def"),
  ...more,
});

/** A transport that reads the file to its end, as a server would, and then answers. */
function reading(said: Said) {
  const calls: FlinkCall[] = [];
  let read = "";
  const flink = new FlinkRest(async (_, call) => {
    calls.push(call);
    for await (const chunk of call.file?.bytes ?? []) read += new TextDecoder().decode(chunk);
    return { status: said.status ?? 200, text: JSON.stringify(said.body ?? {}) };
  });
  return { flink, calls, read: () => read };
}

const uploaded: Said = { body: { filename: `/tmp/flink-web-1/flink-web-upload/${jarId}`, status: "success" } };

describe("an upload", () => {
  test("sends the jar as a file of the form, and returns the last part of the path", async () => {
    const { flink, calls, read } = reading(uploaded);
    expect(await flink.uploadJar(at, aJar({ deadline: minutes(9) }))).toBe(jarId);
    expect(read()).toBe("abcdef");
    expect(calls).toMatchObject([
      {
        method: "POST",
        path: "/jars/upload",
        deadline: minutes(9),
        file: { field: "jarfile", name: "wordcount.jar", contentType: "application/x-java-archive", size: 6 },
      },
    ]);
  });

  test("may take longer than an ordinary call", async () => {
    const { flink, calls } = reading(uploaded);
    await flink.uploadJar(at, aJar());
    expect(calls[0]?.deadline).toBe(minutes(5));
  });

  test.for([
    { name: "wordcount.jar", is: "wordcount.jar" },
    { name: "wordcount", is: "wordcount.jar" },
    { name: "WORDCOUNT.JAR", is: "WORDCOUNT.jar" },
    { name: "../../etc/passwd", is: "passwd.jar" },
    { name: "C:\\jobs\\word count.jar", is: "word_count.jar" },
    { name: 'a"\r\nb.jar', is: "a_b.jar" },
    { name: "grün.jar", is: "gr_n.jar" },
    { name: "..jar", is: "job.jar" },
    { name: "", is: "job.jar" },
    { name: `${"x".repeat(300)}.jar`, is: `${"x".repeat(100)}.jar` },
  ])("names the file so that Flink takes it: $name", async ({ name, is }) => {
    const { flink, calls } = reading(uploaded);
    await flink.uploadJar(at, aJar({ name }));
    expect(calls[0]?.file?.name).toBe(is);
  });

  test.for<{ when: string; jar: Partial<Jar>; is: Partial<Fault> }>([
    {
      when: "its source breaks off",
      jar: {
        bytes: (async function* () {
          yield* chunks("abc");
          throw new Error("read ECONNRESET");
        })(),
      },
      is: { kind: "unavailable", because: "it could not be read: read ECONNRESET" },
    },
    {
      when: "its source says what is wrong",
      jar: {
        bytes: (async function* () {
          yield* chunks("abc");
          throw new Faulted({ kind: "rejected", what: "https://jars/x.jar", because: "it has more than 5 bytes" });
        })(),
      },
      is: { kind: "rejected", what: "https://jars/x.jar", because: "it has more than 5 bytes" },
    },
    { when: "it is shorter than was said", jar: { size: 7 }, is: { because: "it ended after 6 of 7 bytes" } },
    {
      when: "it is longer than was said",
      jar: { size: 5 },
      is: { because: "it has more than the 5 bytes that were announced" },
    },
  ])("says what broke it off when $when", async ({ jar, is }) => {
    const { flink } = reading(uploaded);
    const what = "jar wordcount.jar for Flink of jobs/wordcount-rest";
    expect(await faultOf(flink.uploadJar(at, aJar(jar)))).toMatchObject({ kind: "unavailable", what, ...is });
  });

  test("of a size that is not known is as long as it is", async () => {
    const { flink, read } = reading(uploaded);
    await flink.uploadJar(at, aJar({ size: undefined }));
    expect(read()).toBe("abcdef");
  });

  const noJars =
    "this Flink cluster takes no jars: it is an application cluster, or web.submit.enable is false in its configuration";
  test.for<{ when: string; said: Said; is: Partial<Fault> }>([
    {
      when: "the cluster serves no jars",
      said: flinkSays(404, "Not found: /jars/upload"),
      is: { kind: "rejected", because: noJars },
    },
    {
      when: "a newer cluster serves no jars (FileUploadHandler)",
      said: flinkSays(400, "POST request not allowed"),
      is: { kind: "rejected", because: noJars },
    },
    {
      when: "it is no jar",
      said: flinkSays(
        400,
        "org.apache.flink.runtime.rest.handler.RestHandlerException: Only Jar files are allowed.\n\tat x",
      ),
      is: { kind: "rejected", because: "Flink says: Only Jar files are allowed." },
    },
    { when: "its disk is full", said: flinkSays(500, "File upload failed."), is: { kind: "unavailable" } },
    { when: "no pod is ready", said: kubernetesSays(503, "no endpoints available"), is: { kind: "unavailable" } },
    { when: "we may not", said: kubernetesSays(403, "forbidden"), is: { kind: "denied" } },
    { when: "there is no Service", said: kubernetesSays(404, "services not found"), is: { kind: "unavailable" } },
    { when: "the answer tells no file", said: { body: { status: "success" } }, is: { kind: "unavailable" } },
    { when: "the answer tells a folder", said: { body: { filename: "/tmp/x/" } }, is: { kind: "unavailable" } },
  ])("fails when $when", async ({ said, is }) => {
    expect(await faultOf(reading(said).flink.uploadJar(at, aJar()))).toMatchObject(is);
  });
});

const minimal: JarRun = { flinkVersion: "v1_20", jobId: job, programArgs: [], deadline: minutes(10) };
const full: JarRun = {
  ...minimal,
  entryClass: "com.example.Main",
  programArgs: ["--name", "a b"],
  parallelism: 3,
  savepointPath: "s3://b/sp-1",
  allowNonRestoredState: true,
  claimMode: "NO_CLAIM",
  flinkConfiguration: { "pipeline.name": "orders" },
};
const started: Said = { body: { jobid: job, applicationId: "x" } };

describe("running a jar", () => {
  test("asks for the job under its id, and waits for as long as it may take", async () => {
    const { flink, calls } = reading(started);
    expect(await flink.runJar(at, jarId, { ...minimal, deadline: seconds(99) })).toBe(job);
    expect(calls).toMatchObject([{ method: "POST", path: `/jars/${jarId}/run`, deadline: seconds(99) }]);
    expect(calls[0]?.body).toStrictEqual({ jobId: job });
  });

  const everywhere = {
    jobId: job,
    entryClass: "com.example.Main",
    programArgsList: ["--name", "a b"],
    parallelism: 3,
    savepointPath: "s3://b/sp-1",
    allowNonRestoredState: true,
  };
  const withConfiguration = { ...everywhere, flinkConfiguration: { "pipeline.name": "orders" } };
  test.for<{ version: JarRun["flinkVersion"]; body: object }>([
    { version: "v1_13", body: everywhere },
    { version: "v1_14", body: everywhere },
    { version: "v1_15", body: { ...everywhere, restoreMode: "NO_CLAIM" } },
    { version: "v1_16", body: { ...everywhere, restoreMode: "NO_CLAIM" } },
    { version: "v1_17", body: { ...withConfiguration, restoreMode: "NO_CLAIM" } },
    { version: "v1_19", body: { ...withConfiguration, restoreMode: "NO_CLAIM" } },
    { version: "v1_20", body: { ...withConfiguration, claimMode: "NO_CLAIM" } },
    { version: "v2_0", body: { ...withConfiguration, claimMode: "NO_CLAIM" } },
    { version: "v2_3", body: { ...withConfiguration, claimMode: "NO_CLAIM" } },
  ])("sends what Flink $version knows, which may refuse the rest", async ({ version, body }) => {
    const { flink, calls } = reading(started);
    await flink.runJar(at, jarId, { ...full, flinkVersion: version });
    expect(calls[0]?.body).toStrictEqual(body);
  });

  test.for([0, -1, undefined])("leaves the parallelism %s to the configuration", async (parallelism) => {
    const { flink, calls } = reading(started);
    await flink.runJar(at, jarId, { ...minimal, parallelism });
    expect(calls[0]?.body).toStrictEqual({ jobId: job });
  });

  test("does not let an id leave its place in the path", async () => {
    const { flink, calls } = reading(started);
    await flink.runJar(at, "../a?b.jar" as JarId, minimal);
    expect(calls[0]?.path).toBe("/jars/..%2Fa%3Fb.jar/run");
  });
});

/** As JarRunHandler answers since 1.15 or so: one text, with the class before the message and the causes after it. */
const late = (...causes: readonly string[]): Said =>
  flinkSays(
    400,
    [
      "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.",
      "\tat org.apache.flink.runtime.webmonitor.handlers.JarRunHandler.lambda$handleRequest$1(JarRunHandler.java:115)",
      ...causes.flatMap((cause) => [`Caused by: ${cause}`, "\tat a.B.c(B.java:1)", "\t... 3 more"]),
    ].join("\n"),
  );
/** The message first, then the stack trace as an error of its own. */
const inTwo = (...causes: readonly string[]): Said =>
  flinkSays(
    400,
    "Could not execute application.",
    `x\n\tat y\n${causes.map((cause) => `Caused by: ${cause}`).join("\n")}`,
  );

const wrapped =
  "java.util.concurrent.CompletionException: org.apache.flink.util.FlinkRuntimeException: Could not execute application.";
const mainFailed =
  "org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: no topic";
const duplicate = "org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been submitted.";
const noSavepoint =
  "java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory 's3://b/gone' on file system 's3'.";
const aboutJob = `Flink job ${job} of jobs/wordcount-rest`;
const aboutJar = `jar ${jarId} for Flink of jobs/wordcount-rest`;

test.for<{ when: string; said: Said; is: Fault }>([
  {
    when: "Flink has the job",
    said: late(wrapped, mainFailed, "org.apache.flink.util.FlinkException: Failed to execute job 'x'.", duplicate),
    is: { kind: "conflict", what: aboutJob, because: `Flink says: ${duplicate}` },
  },
  {
    when: "Flink has the job, in two texts",
    said: inTwo(wrapped, duplicate),
    is: { kind: "conflict", what: aboutJob, because: `Flink says: ${duplicate}` },
  },
  {
    when: "Flink has the job, by a status for what nobody caught",
    said: internalError(`java.util.concurrent.CompletionException: x\n\tat y\nCaused by: ${duplicate}`),
    is: { kind: "conflict", what: aboutJob, because: `Flink says: ${duplicate}` },
  },
  {
    when: "main() fails",
    said: late(wrapped, mainFailed, "java.lang.IllegalStateException: no topic\nin two lines"),
    is: { kind: "rejected", what: aboutJob, because: "Flink says: java.lang.IllegalStateException: no topic" },
  },
  {
    when: "main() fails, and so does what cleans up after it",
    said: late(wrapped, "a.B: no topic\n\tSuppressed: a.C: not closed\n\tCaused by: a.D: not open"),
    is: { kind: "rejected", what: aboutJob, because: "Flink says: a.B: no topic" },
  },
  {
    when: "there is no job in main()",
    said: flinkSays(
      400,
      "org.apache.flink.runtime.rest.handler.RestHandlerException: No jobs included in application.\n\tat y",
    ),
    is: { kind: "rejected", what: aboutJob, because: "Flink says: No jobs included in application." },
  },
  {
    when: "the class is not in the jar (500, FLINK-33095)",
    said: internalError(
      "java.util.concurrent.CompletionException: org.apache.flink.client.program.ProgramInvocationException: The program's entry point class 'com.example.Main' was not found in the jar file.\n\tat y\nCaused by: org.apache.flink.client.program.ProgramInvocationException: The program's entry point class 'com.example.Main' was not found in the jar file.\n\tat z\nCaused by: java.lang.ClassNotFoundException: com.example.Main",
    ),
    is: { kind: "rejected", what: aboutJob, because: "Flink says: java.lang.ClassNotFoundException: com.example.Main" },
  },
  {
    when: "an option cannot be read",
    said: internalError("java.lang.IllegalArgumentException: Could not parse value 'x' for key 'parallelism.default'."),
    is: {
      kind: "rejected",
      what: aboutJob,
      because:
        "Flink says: java.lang.IllegalArgumentException: Could not parse value 'x' for key 'parallelism.default'.",
    },
  },
  {
    when: "there is no savepoint",
    said: late(
      wrapped,
      "org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.",
      noSavepoint,
    ),
    is: { kind: "rejected", what: aboutJob, because: `Flink says: ${noSavepoint}` },
  },
  {
    when: "a field is not known",
    said: flinkSays(400, "Request did not match expected format JarRunRequestBody."),
    is: {
      kind: "rejected",
      what: aboutJob,
      because: "Flink says: Request did not match expected format JarRunRequestBody.",
    },
  },
  {
    when: "the jar is not there",
    said: flinkSays(400, `Jar file /tmp/flink-web-1/flink-web-upload/${jarId} does not exist`),
    is: { kind: "missing", what: aboutJar },
  },
  {
    when: "the jar is not there, with the class before it",
    said: flinkSays(
      400,
      `org.apache.flink.runtime.rest.handler.RestHandlerException: Jar file /tmp/x.jar does not exist\n\tat y`,
    ),
    is: { kind: "missing", what: aboutJar },
  },
  {
    when: "the jar is not there, by a status for what nobody caught",
    said: internalError(
      `java.util.concurrent.CompletionException: org.apache.flink.runtime.rest.handler.RestHandlerException: Jar file /tmp/x.jar does not exist\n\tat y`,
    ),
    is: { kind: "missing", what: aboutJar },
  },
  {
    when: "main() misses a jar of its own",
    said: late(wrapped, mainFailed, "java.io.IOException: Jar file /opt/udf.jar does not exist"),
    is: {
      kind: "rejected",
      what: aboutJob,
      because: "Flink says: java.io.IOException: Jar file /opt/udf.jar does not exist",
    },
  },
  {
    when: "main() asks for a job that is not known",
    said: late(wrapped, "org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (x)"),
    is: {
      kind: "rejected",
      what: aboutJob,
      because: "Flink says: org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (x)",
    },
  },
  {
    when: "the dispatcher did not answer in time: the job may be there",
    said: late(
      wrapped,
      "java.util.concurrent.TimeoutException: Invocation of [RemoteRpcInvocation(DispatcherGateway.submitJob(JobGraph, Time))] at recipient [pekko.tcp://flink@10.0.0.1:6123/user/rpc/dispatcher_0] timed out.",
    ),
    is: expect.objectContaining({ kind: "unavailable", what: aboutJob }),
  },
  {
    when: "nobody leads",
    said: flinkSays(503, "Service temporarily unavailable due to an ongoing leader election. Please refresh."),
    is: expect.objectContaining({ kind: "unavailable" }),
  },
  {
    when: "Flink fails",
    said: internalError("java.lang.NullPointerException"),
    is: expect.objectContaining({ kind: "unavailable" }),
  },
  {
    when: "the cluster serves no jars",
    said: flinkSays(404, `Not found: /jars/${jarId}/run`),
    is: expect.objectContaining({
      kind: "rejected",
      because: expect.stringMatching(/^this Flink cluster takes no jars/),
    }),
  },
  {
    when: "there is no Service",
    said: kubernetesSays(404, 'services "x" not found'),
    is: expect.objectContaining({ kind: "unavailable" }),
  },
  { when: "it answers without an id", said: { body: {} }, is: expect.objectContaining({ kind: "unavailable" }) },
])("a run where $when", async ({ said, is }) => {
  expect(await faultOf(saying(said).flink.runJar(at, jarId, full))).toEqual(is);
});

describe("deleting a jar", () => {
  test("asks Flink", async () => {
    const { flink, sent } = saying({ body: {} });
    await flink.deleteJar(at, jarId);
    expect(sent).toStrictEqual([{ method: "DELETE", path: `/jars/${jarId}` }]);
  });

  const absent = `File ${jarId} does not exist in /tmp/flink-web-1/flink-web-upload.`;
  test.for<{ when: string; said: Said; is: string }>([
    { when: "it is gone", said: flinkSays(400, absent), is: "none" },
    {
      when: "it is gone, with the class before it",
      said: flinkSays(400, `org.apache.flink.runtime.rest.handler.RestHandlerException: ${absent}\n\tat x`),
      is: "none",
    },
    { when: "it is gone, in the words of another status", said: flinkSays(404, absent), is: "none" },
    { when: "the cluster has no jars at all", said: flinkSays(404, `Not found: /jars/${jarId}`), is: "none" },
    { when: "it cannot be deleted", said: flinkSays(500, "Failed to delete jar x."), is: "unavailable" },
    { when: "there is no Service", said: kubernetesSays(404, "not found"), is: "unavailable" },
    { when: "no pod is ready", said: kubernetesSays(503, "no endpoints"), is: "unavailable" },
    {
      when: "the id is no file name",
      said: flinkSays(400, "Bad request, could not parse parameters: x"),
      is: "rejected",
    },
  ])("$when: $is", async ({ said, is }) => {
    expect(await outcome(saying(said).flink.deleteJar(at, jarId))).toBe(is);
  });
});
