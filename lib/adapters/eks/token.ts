import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { type Instant, instant, later, minutes } from "../../core/time.ts";
import type { Clock } from "../../ports/system.ts";
import { type AwsCredentials, type CredentialSource, sdkForm } from "./credentials.ts";
import { renewed } from "./renewed.ts";

/** A presigned request that proves who we are to one EKS cluster, as `aws eks get-token` makes it. */
export interface TokenRequest {
  readonly cluster: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly now: Instant;
}

/**
 * `k8s-aws-v1.` and the base64url form of a presigned GetCallerIdentity. EKS has STS run it and so learns who we are; the signed
 * header x-k8s-aws-id binds it to one cluster. EKS takes it for 15 minutes after signing, whatever X-Amz-Expires says.
 */
export async function eksToken({ cluster, region, credentials, now }: TokenRequest): Promise<string> {
  const host = stsHost(region);
  const signer = new SignatureV4({ service: "sts", region, credentials: sdkForm(credentials), sha256: Sha256 });
  const { query } = await signer.presign(
    {
      method: "GET",
      protocol: "https:",
      hostname: host,
      path: "/",
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      headers: { host, "x-k8s-aws-id": cluster },
    },
    { expiresIn: 60, signingDate: new Date(now) },
  );
  const search = new URLSearchParams(query as Record<string, string>);
  return `k8s-aws-v1.${Buffer.from(`https://${host}/?${search.toString()}`).toString("base64url")}`;
}

/** The regional endpoint: EKS refuses tokens that were signed for the global one in some partitions. */
export const stsHost = (region: string): string =>
  `sts.${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`;

/** A source of tokens for one cluster: each is used for at most 13 minutes, and never beyond the session that signed it. */
export function eksTokens(
  { cluster, region }: { readonly cluster: string; readonly region: string },
  { credentials, clock }: { readonly credentials: CredentialSource; readonly clock: Clock },
): () => Promise<string> {
  return renewed(clock, async () => {
    const now = clock.now();
    const used = await credentials();
    const value = await eksToken({ cluster, region, credentials: used, now });
    return { value, until: instant(Math.min(later(now, minutes(13)), endOf(used))) };
  });
}

/** A minute early, so that the session does not end while a request is on its way. */
const endOf = ({ expiration }: AwsCredentials): number =>
  expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - minutes(1);
