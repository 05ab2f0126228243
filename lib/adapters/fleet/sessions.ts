import type { Clock } from "../../ports/system.ts";
import type { Place } from "../eks/clusters.ts";
import { assumedCredentials, type CredentialSource } from "../eks/credentials.ts";

interface Wanted {
  readonly region: string;
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
}

/** One session of each role and region, however many clusters it is for. Without a role: the identity of this process. */
export class Sessions {
  readonly #ambient: CredentialSource;
  readonly #clock: Clock;
  readonly #assumed = new Map<string, CredentialSource>();

  constructor(ambient: CredentialSource, clock: Clock) {
    this.#ambient = ambient;
    this.#clock = clock;
  }

  in(wanted: Wanted): Place {
    return { region: wanted.region, credentials: this.#credentials(wanted) };
  }

  #credentials({ region, roleArn, externalId }: Wanted): CredentialSource {
    if (roleArn === undefined) return this.#ambient;
    const key = JSON.stringify([region, roleArn, externalId]);
    const role = { arn: roleArn, externalId };
    const found =
      this.#assumed.get(key) ?? assumedCredentials(role, { from: this.#ambient, region, clock: this.#clock });
    this.#assumed.set(key, found);
    return found;
  }
}
