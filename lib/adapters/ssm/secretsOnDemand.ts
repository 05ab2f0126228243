import type { Secrets } from "../../ports/secrets.ts";
import type { Clock } from "../../ports/system.ts";
import type { CredentialSource } from "../eks/credentials.ts";

/** The client of SSM is loaded with the first webhook. */
export function secretsOnDemand(credentials: CredentialSource, clock: Clock): Secrets {
  let loaded: Promise<Secrets> | undefined;
  const secrets = async (): Promise<Secrets> =>
    await (loaded ??= import("./ssmSecrets.ts").then(({ SsmSecrets }) => new SsmSecrets(credentials, clock)));
  return {
    signed: async (...asked) => await (await secrets()).signed(...asked),
    anySigned: async (...asked) => await (await secrets()).anySigned(...asked),
    is: async (...asked) => await (await secrets()).is(...asked),
  };
}
