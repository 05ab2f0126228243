import { instant, type Instant, minutes } from "../../time.ts";

/** What a webhook shows as proof that it is who it says. */
export type Proof =
  /** Hexadecimal digits of the HMAC-SHA256 of a text. */
  | { readonly kind: "signature"; readonly text: string; readonly digits: string; readonly signedAt?: Instant }
  /** The shared secret itself. */
  | { readonly kind: "token"; readonly token: string };

interface Delivery {
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

const digits = /^sha256=([0-9a-f]{64})$/;
const ours = /^t=([0-9]{10}),v1=([0-9a-f]{64})$/;
const tolerance = minutes(5);

/** `undefined` where there is none, none that can be right, or, for one that says when it was made, one of another time. */
export function proofIn(
  kind: "github" | "gitlab" | "flink-fleet",
  delivery: Delivery,
  now: Instant,
): Proof | undefined {
  switch (kind) {
    case "github":
      return githubProof(delivery);
    case "gitlab":
      return gitlabProof(delivery);
    case "flink-fleet":
      return ownProof(delivery, now);
  }
}

function githubProof({ headers, body }: Delivery): Proof | undefined {
  const found = digits.exec(headers["x-hub-signature-256"] ?? "")?.[1];
  return found === undefined ? undefined : { kind: "signature", text: body, digits: found };
}

function gitlabProof({ headers }: Delivery): Proof | undefined {
  const token = headers["x-gitlab-token"] ?? "";
  return token === "" ? undefined : { kind: "token", token };
}

function ownProof({ headers, body }: Delivery, now: Instant): Proof | undefined {
  const [, time, found] = ours.exec(headers["x-flink-fleet-signature"] ?? "") ?? [];
  if (time === undefined || found === undefined) return undefined;
  const signedAt = instant(Number(time) * 1000);
  if (Math.abs(now - signedAt) > tolerance) return undefined;
  return { kind: "signature", text: `${time}.${body}`, digits: found, signedAt };
}
