import * as z from "zod";
import type { Question } from "../../core/enrolment/questions.ts";
import { Faulted } from "../../core/fault.ts";
import type { Identity, InstalledDefinition, Reached, Review } from "../../ports/review.ts";
import { json, parsed } from "./answers.ts";
import type { Connection, Reply } from "./connection.ts";
import { isDistrust } from "./networkFault.ts";
import { replyFault } from "./replyFault.ts";

const group = "flink.apache.org";
const version = z.looseObject({ gitVersion: z.string() });
const accessReview = z.looseObject({ status: z.looseObject({ allowed: z.boolean() }) });
const selfReview = z.looseObject({
  status: z.looseObject({
    userInfo: z.looseObject({ username: z.string().default(""), groups: z.array(z.string()).default([]) }),
  }),
});
const resources = z.looseObject({ resources: z.array(z.looseObject({ name: z.string() })) });
const ofKind = z.looseObject({ kind: z.string() });
const document = z.looseObject({
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})).default({}) }),
});
const conditions = z.looseObject({
  status: z
    .looseObject({
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().optional() }))
        .default([]),
    })
    .default({ conditions: [] }),
});

/** Asks an API server what it tells everybody who is known to it. */
export class KubernetesReview implements Review {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async reach(): Promise<Reached> {
    const what = "API server";
    try {
      const reply = await this.#connection.send({ method: "GET", path: "/version", what });
      const { host } = new URL(this.#connection.server);
      // Whoever is not known or may not ask for the version has reached it all the same.
      if (reply.status === 401 || reply.status === 403) return { kind: "answered", says: host };
      if (reply.status >= 300) throw replyFault(reply, { what, kind: what });
      return { kind: "answered", says: `${host}, Kubernetes ${parsed(version, reply, what).gitVersion}` };
    } catch (error) {
      if (!(error instanceof Faulted)) throw error;
      const because = error.fault.kind === "missing" ? "what answers is no API server" : error.fault.because;
      return { kind: isDistrust(error.cause) ? "distrusted" : "silent", because };
    }
  }

  async identity(): Promise<Identity | undefined> {
    const reply = await this.#post("authentication.k8s.io", "SelfSubjectReview", {});
    if (reply.status === 404) return undefined;
    const { username, groups } = parsed(selfReview, ok(reply, "identity"), "identity").status.userInfo;
    return { username, groups };
  }

  async allowed({ namespace, ...question }: Question): Promise<boolean> {
    const resourceAttributes = { ...question, ...(namespace === undefined ? {} : { namespace }) };
    const reply = await this.#post("authorization.k8s.io", "SelfSubjectAccessReview", { spec: { resourceAttributes } });
    return parsed(accessReview, ok(reply, "access review"), "access review").status.allowed;
  }

  async served(): Promise<readonly string[]> {
    const reply = await this.#get(`/apis/${group}/v1beta1`);
    if (reply.status === 404) return [];
    const what = `kinds of ${group}`;
    return parsed(resources, ok(reply, what), what).resources.map(({ name }) => name);
  }

  async schemas(): Promise<Readonly<Record<string, unknown>>> {
    const reply = await this.#get(`/openapi/v3/apis/${group}/v1beta1`);
    const read = document.safeParse(reply.status < 300 ? json(reply.text) : undefined);
    const all = Object.values(read.data?.components.schemas ?? {});
    return Object.fromEntries(all.flatMap((schema) => kindsOf(schema).map((kind) => [kind, schema] as const)));
  }

  async definition(name: string): Promise<InstalledDefinition> {
    const reply = await this.#get(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
    if (reply.status === 404) return { kind: "missing" };
    if (reply.status === 403) return { kind: "hidden" };
    const read = parsed(conditions, ok(reply, name), name).status.conditions;
    return { kind: "there", because: read.find(({ status }) => status === "False")?.message };
  }

  async #get(path: string): Promise<Reply> {
    return await this.#connection.send({ method: "GET", path, what: path });
  }

  async #post(apiGroup: string, kind: string, content: object): Promise<Reply> {
    const body = { apiVersion: `${apiGroup}/v1`, kind, ...content };
    const path = `/apis/${apiGroup}/v1/${kind.toLowerCase()}s`;
    return await this.#connection.send({ method: "POST", path, body, what: kind });
  }
}

function ok(reply: Reply, what: string): Reply {
  if (reply.status >= 300) throw replyFault(reply, { what, kind: what });
  return reply;
}

/** A list of one, for the schema of a whole object; other schemas have none. */
function kindsOf(schema: Readonly<Record<string, unknown>>): readonly string[] {
  const read = z.array(ofKind).safeParse(schema["x-kubernetes-group-version-kind"]);
  return (read.data ?? []).map(({ kind }) => kind);
}
