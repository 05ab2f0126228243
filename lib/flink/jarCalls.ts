import type { JarId, JarRun, JobId } from "../core/flink.ts";
import { minutes } from "../core/time.ts";
import type { FlinkAddress, Jar } from "../ports/flink.ts";
import { accepted, isOk } from "./accepted.ts";
import { startedJob, uploadedJar } from "./answers/jars.ts";
import type { SendToFlink } from "./exchange.ts";
import { isNotServed, runRefusal, uploadRefusal } from "./jarRefusal.ts";
import { jarRunBody } from "./jarRunBody.ts";
import { jarFile } from "./jarFile.ts";
import { saidByFlink } from "./refusal.ts";
import { understood } from "./understood.ts";

/** See the port. */
export async function uploadJar(send: SendToFlink, at: FlinkAddress, jar: Jar): Promise<JarId> {
  const { name, deadline = minutes(5) } = jar;
  const what = called(at, name);
  const { file, broken } = jarFile(jar, what);
  const sent = send(at, { method: "POST", path: "/jars/upload", file, deadline, what });
  const reply = await sent.catch((error: unknown) => Promise.reject(broken() ?? error));
  if (!isOk(reply)) throw uploadRefusal(reply, what);
  return understood(uploadedJar, reply, what);
}

/** See the port. */
export async function runJar(send: SendToFlink, at: FlinkAddress, jar: JarId, request: JarRun): Promise<JobId> {
  const { deadline, jobId } = request;
  const what = { jar: called(at, jar), job: `Flink job ${jobId} of ${at.namespace}/${at.service}` };
  const path = `${pathOf(jar)}/run`;
  const reply = await send(at, { method: "POST", path, body: jarRunBody(request), deadline, what: what.job });
  if (!isOk(reply)) throw runRefusal(reply, what);
  return understood(startedJob, reply, what.job);
}

/** See the port. */
export async function deleteJar(send: SendToFlink, at: FlinkAddress, jar: JarId): Promise<void> {
  const what = called(at, jar);
  const reply = await send(at, { method: "DELETE", path: pathOf(jar), what });
  const isGone = [400, 404].includes(reply.status) && noJar.test(saidByFlink(reply) ?? "");
  if (!isGone && !isNotServed(reply)) accepted(reply, { what });
}

/** JarDeleteHandler */
const noJar = /^File .+ does not exist in /;

const pathOf = (jar: JarId): string => `/jars/${encodeURIComponent(jar)}`;

const called = ({ namespace, service }: FlinkAddress, jar: string): string =>
  `jar ${jar} for Flink of ${namespace}/${service}`;
