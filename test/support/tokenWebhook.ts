import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";
import * as z from "zod";

/** What EKS is told about a caller by STS and by its access entries; here it is known beforehand. */
export interface KnownCaller {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly username: string;
  readonly groups: readonly string[];
}

export interface TokenRules {
  /** The name of the cluster whose API server asks. */
  readonly cluster: string;
  readonly region: string;
  /** By access key id. */
  readonly callers: Readonly<Record<string, KnownCaller>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export type Verdict =
  | { readonly authenticated: true; readonly user: { readonly username: string; readonly groups: readonly string[] } }
  | { readonly authenticated: false; readonly because: string };

const prefix = "k8s-aws-v1.";
const longestToken = 4096;
const lifetime = 15 * 60_000;
const allowed = [
  "Action",
  "Version",
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Date",
  "X-Amz-Expires",
  "X-Amz-Security-Token",
  "X-Amz-Signature",
  "X-Amz-SignedHeaders",
];

const refuse = (because: string): Verdict => ({ authenticated: false, because });

/**
 * Judges a token as EKS does (aws-iam-authenticator, pkg/token): the form of the URL first, then the signature, which EKS leaves to
 * STS. It sends its own cluster's name as x-k8s-aws-id, so that a token for another cluster has the wrong signature.
 */
export function judge(token: string, rules: TokenRules): Verdict {
  if (token.length > longestToken) return refuse("the token is too long");
  if (!token.startsWith(prefix)) return refuse("the token has no k8s-aws-v1. prefix");
  const encoded = token.slice(prefix.length);
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return refuse("the token is not base64url without padding");
  const text = Buffer.from(encoded, "base64url").toString("utf8");
  if (!URL.canParse(text)) return refuse("the token holds no URL");
  const url = new URL(text);
  return wrongForm(url, rules) ?? wrongTime(url, rules.now()) ?? signer(url, rules);
}

function wrongForm(url: URL, { region }: TokenRules): Verdict | undefined {
  const keys = [...url.searchParams.keys()];
  if (url.protocol !== "https:") return refuse("the URL is not https");
  if (url.host !== `sts.${region}.amazonaws.com`) return refuse(`the host ${url.host} is not that of STS in ${region}`);
  if (url.pathname !== "/") return refuse("the path is not /");
  if (new Set(keys).size !== keys.length) return refuse("a parameter is given twice");
  const other = keys.find((key) => !allowed.includes(key));
  if (other !== undefined) return refuse(`the parameter ${other} is not allowed`);
  if (url.searchParams.get("Action") !== "GetCallerIdentity") return refuse("the action is not GetCallerIdentity");
  const signed = (url.searchParams.get("X-Amz-SignedHeaders") ?? "").split(";");
  if (!signed.includes("x-k8s-aws-id")) return refuse("the header x-k8s-aws-id is not signed");
  if (!signed.includes("host")) return refuse("the header host is not signed");
  return undefined;
}

function wrongTime(url: URL, now: number): Verdict | undefined {
  const expires = Number(url.searchParams.get("X-Amz-Expires"));
  if (!(expires > 0 && expires <= 900)) return refuse("X-Amz-Expires is not between 1 and 900");
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(url.searchParams.get("X-Amz-Date") ?? "");
  if (date === null) return refuse("X-Amz-Date is not a date");
  const at = Date.parse(`${date[1]}-${date[2]}-${date[3]}T${date[4]}:${date[5]}:${date[6]}Z`);
  if (now >= at + lifetime) return refuse("the token has expired");
  if (at > now + lifetime) return refuse("the token is from the future");
  return undefined;
}

function signer(url: URL, rules: TokenRules): Verdict {
  const [accessKeyId = "", ...scope] = (url.searchParams.get("X-Amz-Credential") ?? "").split("/");
  const caller = rules.callers[accessKeyId];
  if (caller === undefined) return refuse("the access key is not known");
  if ((url.searchParams.get("X-Amz-Security-Token") ?? undefined) !== caller.sessionToken) {
    return refuse("the session token is not that of the access key");
  }
  const [day = "", region, service] = scope;
  if (region !== rules.region || service !== "sts") return refuse("the signature is for another region or service");
  const expected = signatureOf(url, { day, scope: scope.join("/"), secret: caller.secretAccessKey, rules });
  const given = url.searchParams.get("X-Amz-Signature") ?? "";
  const same = given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  if (!same) return refuse("the signature does not match");
  return { authenticated: true, user: { username: caller.username, groups: caller.groups } };
}

interface Signing {
  readonly day: string;
  readonly scope: string;
  readonly secret: string;
  readonly rules: TokenRules;
}

/** AWS Signature Version 4 for query strings, on node:crypto alone: independent of what made the token. */
function signatureOf(url: URL, { day, scope, secret, rules }: Signing): string {
  const headers: Readonly<Record<string, string>> = { host: url.host, "x-k8s-aws-id": rules.cluster };
  const names = url.searchParams.get("X-Amz-SignedHeaders") ?? "";
  const canonicalHeaders = names.split(";").map((name) => `${name}:${headers[name] ?? ""}\n`);
  const query = [...url.searchParams]
    .filter(([key]) => key !== "X-Amz-Signature")
    .map(([key, value]) => `${encoded(key)}=${encoded(value)}`)
    .toSorted();
  const request = ["GET", "/", query.join("&"), canonicalHeaders.join(""), names, sha256("")].join("\n");
  const date = url.searchParams.get("X-Amz-Date") ?? "";
  const text = ["AWS4-HMAC-SHA256", date, scope, sha256(request)].join("\n");
  const key = [day, rules.region, "sts", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString("hex");
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const review = z.looseObject({ apiVersion: z.string(), spec: z.looseObject({ token: z.string() }) });

/**
 * Answers authentication.k8s.io TokenReviews as EKS' own webhook does. Not listening yet. `rulesFor`: the rules for a token, at that time; where
 * they cannot be had, the API server is told so and asks again.
 */
export function tokenWebhook(rulesFor: (token: string) => Promise<TokenRules>): Server {
  return createServer((request, response) => {
    const reviewed = async (): Promise<object> => {
      const { apiVersion, spec } = review.parse(await json(request));
      const verdict = judge(spec.token, await rulesFor(spec.token));
      const status = verdict.authenticated ? verdict : { authenticated: false, error: verdict.because };
      return { apiVersion, kind: "TokenReview", status };
    };
    const answer = (code: number, body: object): void =>
      void response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
    reviewed().then(
      (body) => answer(200, body),
      (error: unknown) => answer(500, { error: String(error) }),
    );
  });
}
