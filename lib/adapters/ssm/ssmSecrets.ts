import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { Faulted } from "../../core/fault.ts";
import { later, minutes } from "../../core/time.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Clock } from "../../ports/system.ts";
import { clientOptions } from "../aws/clientOptions.ts";
import { awsFault } from "../eks/awsFault.ts";
import type { CredentialSource } from "../eks/credentials.ts";
import { renewed } from "../eks/renewed.ts";

const prefix = "whsec_";

/**
 * Parameters of SSM, decrypted, kept for five minutes; by the name `/aws/reference/secretsmanager/NAME` also secrets of Secrets Manager.
 */
export class SsmSecrets implements Secrets {
  readonly #clock: Clock;
  readonly #client: SSMClient;
  readonly #known = new Map<string, () => Promise<string>>();

  constructor(credentials: CredentialSource, clock: Clock) {
    this.#clock = clock;
    this.#client = new SSMClient(clientOptions(credentials));
  }

  async signed(secret: string, text: string, digits: string): Promise<boolean> {
    const hmac = createHmac("sha256", await this.#value(secret)).update(text, "utf8");
    return same(hmac.digest("hex"), digits.toLowerCase());
  }

  async anySigned(secret: string, text: string, signatures: readonly string[]): Promise<boolean> {
    const value = await this.#value(secret);
    if (!value.startsWith(prefix)) return false;
    const hmac = createHmac("sha256", keyOf(value, secret)).update(text, "utf8").digest("base64");
    return signatures.some((signature) => same(hmac, signature));
  }

  async is(secret: string, given: string): Promise<boolean> {
    const value = await this.#value(secret);
    return !value.startsWith(prefix) && same(value, given);
  }

  async #value(name: string): Promise<string> {
    const known = this.#known.get(name) ?? renewed(this.#clock, async () => this.#fetched(name));
    this.#known.set(name, known);
    return await known();
  }

  async #fetched(name: string) {
    const what = `SSM parameter ${name}`;
    try {
      const { Parameter } = await this.#client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      // An empty secret would be known to everybody.
      if (Parameter?.Value === undefined || Parameter.Value === "") throw new Faulted({ kind: "missing", what });
      return { value: Parameter.Value, until: later(this.#clock.now(), minutes(5)) };
    } catch (error) {
      if (error instanceof Error && error.name === "ParameterNotFound") throw new Faulted({ kind: "missing", what });
      throw awsFault(error, what);
    }
  }
}

/** The Standard Webhooks specification asks for at least 24 bytes. With none at all anybody could sign, so no guess is made of what is meant. */
function keyOf(value: string, name: string): Buffer {
  const text = value.slice(prefix.length);
  const key = Buffer.from(text, "base64");
  if (key.length >= 24 && key.toString("base64") === text) return key;
  const because = `what begins with ${prefix} must go on with the base64 of a key of at least 24 bytes`;
  throw new Faulted({ kind: "rejected", what: `SSM parameter ${name}`, because });
}

/** Of digests, which are of one length: not even the length of a secret can be told by the time that this takes. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(digest(a), digest(b));
}
