import type { Clock, Zones } from "../../ports/index.ts";
import { clientOptions } from "../aws/clientOptions.ts";
import { type CredentialSource, timeouts } from "../eks/credentials.ts";

interface Options {
  /** Network zone → the name of the function in it. */
  readonly functions: Readonly<Record<string, string>>;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
}

/** The client of Lambda is loaded with the first question: most stacks have no zone that has to be asked. */
export function zonesOnDemand({ functions, credentials, clock }: Options): Zones {
  let loaded: ReturnType<typeof load> | undefined;
  const zones = async () => await (loaded ??= load());
  const load = async () => {
    const [{ LambdaClient }, { LambdaZones }] = await Promise.all([
      import("@aws-sdk/client-lambda"),
      import("./lambdaZones.ts"),
    ]);
    // How long it waits for an answer, it is told with each question.
    const { connectionTimeout } = timeouts;
    const client = new LambdaClient({
      ...clientOptions(credentials),
      requestHandler: { connectionTimeout, requestTimeout: 0 },
    });
    return new LambdaZones(client, { functions, clock });
  };
  return {
    isApart: (zone) => Object.hasOwn(functions, zone),
    change: async (...asked) => await (await zones()).change(...asked),
    status: async (...asked) => await (await zones()).status(...asked),
  };
}
