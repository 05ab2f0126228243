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

  async is(secret: string, given: string): Promise<boolean> {
    return same(await this.#value(secret), given);
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

/** Of digests, which are of one length: not even the length of a secret can be told by the time that this takes. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(digest(a), digest(b));
}
