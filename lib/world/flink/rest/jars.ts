import { ApiError } from "../../kubernetes/apiError.ts";
import { type JsonObject, textAt } from "../../simulation/json.ts";
import type { JobManager } from "../jobManager.ts";
import { sessionJob } from "../sessionJob.ts";
import { failedLate, failure, ok, type RestAnswer, type RestRequest } from "./answer.ts";
import { causedBy, duplicate, mainFailed, notExecuted, programInvocation, uncaught } from "./jarFailures.ts";
import { isAtLeast } from "./route.ts";
import { unknownField } from "./unknownField.ts";

export interface JarsAsked {
  /** Whose REST endpoint it is: jars lie in its file system. */
  readonly asked: JobManager;
  readonly leader: JobManager;
  readonly request: RestRequest;
}

/** Jars are for session clusters that allow submissions; elsewhere nothing is served under these paths. */
export function answerForJars({ asked, leader, request }: JarsAsked): RestAnswer | undefined {
  const { method, path } = request;
  if (!/^\/jars(\/|$)/.test(path)) return undefined;
  const { role, configuration } = asked.parts;
  if (role.runs !== "session" || configuration.get("web.submit.enable") === "false") return notServed(asked, request);
  const { route, jar } = routeOf(path);
  return routes[`${method} ${route}`]?.({ asked, leader, request }, jar) ?? failure(404, `Not found: ${path}`);
}

function routeOf(path: string): { readonly route: string; readonly jar: string } {
  const [, id = "", action = ""] = /^\/jars(?:\/([^/]+))?(\/.*)?$/.exec(path) ?? [];
  if (id === "" || id === "upload") return { route: id, jar: "" };
  return { route: `:id${action}`, jar: decodeURIComponent(id) };
}

/** From some version on a form is refused before anybody looks at its path (FileUploadHandler). */
function notServed(asked: JobManager, { files, path }: RestRequest): RestAnswer {
  if (files !== undefined && isAtLeast(asked, [1, 20])) return failure(400, "POST request not allowed");
  return failure(404, `Not found: ${path}`);
}

const routes: Readonly<Record<string, (asked: JarsAsked, jar: string) => RestAnswer>> = {
  "GET ": ({ asked }) => ok({ address: "http://localhost:8081", files: asked.jars.uploaded.map(listed) }),
  "POST upload": upload,
  "DELETE :id": ({ asked: { jars } }, id) => {
    if (!jars.has(id)) return failedLate(400, `File ${id} does not exist in ${jars.directory}.`);
    jars.delete(id);
    return ok({});
  },
  "POST :id/run": run,
};

const listed = ({ id, name, at }: JobManager["jars"]["uploaded"][number]): object => ({
  id,
  name,
  uploaded: at,
  entry: [],
});

function upload({ asked: { jars, parts }, request: { files = [] } }: JarsAsked): RestAnswer {
  const [file] = files;
  if (file === undefined || files.length > 1)
    return failure(400, `Exactly 1 file must be sent, received ${files.length}.`);
  if (!file.name.endsWith(".jar")) return failedLate(400, "Only Jar files are allowed.");
  const { id } = jars.put(file.name, file.bytes, parts.time.now());
  return ok({ filename: `${jars.directory}/${id}`, status: "success" });
}

const fields = {
  entryClass: [1, 0],
  programArgs: [1, 0],
  programArgsList: [1, 0],
  parallelism: [1, 0],
  jobId: [1, 0],
  allowNonRestoredState: [1, 0],
  savepointPath: [1, 0],
  restoreMode: [1, 15],
  flinkConfiguration: [1, 17],
} as const;

function run({ asked, leader, request: { body = {} } }: JarsAsked, id: string): RestAnswer {
  const refused = unknownField(asked, body, fields) ?? unusable(asked, id, textAt(body, "entryClass"));
  if (refused !== undefined) return refused;
  return submitted(leader, body);
}

function submitted(leader: JobManager, body: JsonObject): RestAnswer {
  const fate = leader.parts.cluster.nextSubmission();
  if (fate?.kind === "fails") return notExecuted(mainFailed(fate.because));
  const end = leader.submit(sessionJob(leader.parts, body));
  if (fate?.kind === "unanswered") throw new ApiError(502, "BadGateway", "error trying to reach service: EOF");
  switch (end.kind) {
    case "accepted":
      return ok({ jobid: end.id });
    case "duplicate":
      return notExecuted(mainFailed(`Failed to execute job '${end.name}'.`), causedBy(duplicate));
    case "failed":
      return notExecuted(mainFailed(`Failed to execute job '${end.name}'.`), causedBy(end.because));
  }
}

/** An entry class says itself that it is not in the jar; a jar without entries needs one, as it names no main class. */
function unusable({ jars }: JobManager, id: string, entryClass: string | undefined): RestAnswer | undefined {
  if (!jars.has(id))
    return uncaught(
      `org.apache.flink.runtime.rest.handler.RestHandlerException: Jar file ${jars.directory}/${id} does not exist`,
    );
  if (entryClass !== undefined && /DoesNotExist/.test(entryClass))
    return uncaught(
      programInvocation(`The program's entry point class '${entryClass}' was not found in the jar file.`),
      causedBy(`java.lang.ClassNotFoundException: ${entryClass}`),
    );
  const jar = jars.find(id);
  if (entryClass === undefined && jar !== undefined && isEmptyArchive(jar.bytes))
    return uncaught(
      programInvocation("Neither a 'Main-Class', nor a 'program-class' entry was found in the jar file."),
    );
  return undefined;
}

/** A ZIP file with no entry but a manifest, which names no class either. */
function isEmptyArchive(bytes: Uint8Array): boolean {
  const end = bytes.subarray(-22);
  const isArchive = String.fromCharCode(...end.subarray(0, 4)) === "PK\u0005\u0006";
  return isArchive && (end[10] ?? 0) <= 1 && !new TextDecoder("latin1").decode(bytes).includes("Main-Class");
}
