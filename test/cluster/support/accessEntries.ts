import { once } from "node:events";
import type { Server } from "node:http";
import * as z from "zod";
import { type KnownCaller, type TokenRules, tokenWebhook } from "../../support/tokenWebhook.ts";

/** A role that may come in, as its trust policy and the cluster's access entry say. */
export interface AccessEntry {
  readonly externalId: string;
  readonly groups: readonly string[];
}

const session = z.looseObject({
  access_key_id: z.string(),
  secret_access_key: z.string(),
  session_token: z.string(),
  arn: z.string(),
  role_arn: z.string(),
  external_id: z.string().nullable(),
});
type Session = z.output<typeof session>;
const memory = z.looseObject({ sts: z.looseObject({ AssumedRole: z.array(session) }) });

/**
 * The access entries of one cluster of the rig, which its API server asks about as on EKS. Who signed a token is what STS knows of the
 * sessions that it gave out: moto's own GetCallerIdentity would take any signature.
 */
export class AccessEntries {
  /** By the ARN of the role. */
  readonly entries = new Map<string, AccessEntry>();
  readonly #cluster: string;
  readonly #moto: string;
  readonly #webhook: Server;
  /** The sessions of these tokens are known; a token is used for minutes. */
  readonly #seen = new Set<string>();
  #sessions: readonly Session[] = [];

  constructor(cluster: string, moto: string) {
    this.#cluster = cluster;
    this.#moto = moto;
    this.#webhook = tokenWebhook((token) => this.#rules(token));
  }

  async listen(port: number): Promise<void> {
    this.#webhook.listen(port, "127.0.0.1");
    await once(this.#webhook, "listening");
  }

  close(): void {
    this.#webhook.close();
    this.#webhook.closeAllConnections();
  }

  async #rules(token: string): Promise<TokenRules> {
    if (!this.#seen.has(token)) this.#sessions = await this.#asked();
    this.#seen.add(token);
    const callers = Object.fromEntries(this.#sessions.flatMap((one) => this.#caller(one)));
    return { cluster: this.#cluster, region: "eu-west-1", now: Date.now, callers };
  }

  async #asked(): Promise<readonly Session[]> {
    const answer = await fetch(new URL("/moto-api/data.json", this.#moto));
    // It trips over what changes while it is read.
    if (!answer.ok) throw new Error(`moto answers ${answer.status}`);
    return memory.parse(await answer.json()).sts.AssumedRole;
  }

  #caller(one: Session): readonly (readonly [string, KnownCaller])[] {
    const entry = this.entries.get(one.role_arn);
    if (entry === undefined || entry.externalId !== one.external_id) return [];
    const { secret_access_key: secretAccessKey, session_token: sessionToken, arn: username } = one;
    return [[one.access_key_id, { secretAccessKey, sessionToken, username, groups: entry.groups }]];
  }
}
