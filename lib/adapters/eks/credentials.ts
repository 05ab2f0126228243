import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { instant, minutes, seconds } from "../../core/time.ts";
import type { Clock } from "../../ports/system.ts";
import { awsFault } from "./awsFault.ts";
import { renewed } from "./renewed.ts";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
}

/** Throws `Faulted`: `denied` when there are none, or when a role may not be assumed. */
export type CredentialSource = () => Promise<AwsCredentials>;

export interface Role {
  readonly arn: string;
  readonly externalId?: string | undefined;
}

/** Whatever the process runs with: the environment, a profile, the role of a function or of a pod. */
export function ambientCredentials(): CredentialSource {
  const provider = fromNodeProviderChain({ clientConfig: { requestHandler: timeouts } });
  return async () => await provider().catch(refuse("AWS credentials of this process"));
}

/** A session of a role, assumed with the credentials of another, and assumed again five minutes before it ends. */
export function assumedCredentials(
  { arn, externalId }: Role,
  { from, region, clock }: { readonly from: CredentialSource; readonly region: string; readonly clock: Clock },
): CredentialSource {
  const assume = fromTemporaryCredentials({
    params: {
      RoleArn: arn,
      RoleSessionName: "flink-fleet",
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    },
    masterCredentials: async () => sdkForm(await from()),
    clientConfig: { region, requestHandler: timeouts },
  });
  return renewed(clock, async () => {
    const value = await assume().catch(refuse(`role ${arn}`));
    const end = value.expiration?.getTime() ?? clock.now() + minutes(15);
    return { value, until: instant(end - minutes(5)) };
  });
}

/** The SDK wants absent fields to be absent. */
export function sdkForm({ accessKeyId, secretAccessKey, sessionToken, expiration }: AwsCredentials) {
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration }),
  };
}

/** For every call to AWS; without `throwOnRequestTimeout` the SDK only warns of a call that is not answered in time. */
export const timeouts = { connectionTimeout: seconds(3), requestTimeout: seconds(10), throwOnRequestTimeout: true };

const refuse = (what: string) => (error: unknown) => {
  throw awsFault(error, what);
};
