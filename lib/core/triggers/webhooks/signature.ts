import { instant, type Instant, minutes } from "../../time.ts";

/** What a webhook shows as proof that it is who it says. */
export type Proof =
  /** Hexadecimal digits of the HMAC-SHA256 of a text. */
  | { readonly kind: "signature"; readonly text: string; readonly digits: string; readonly signedAt?: Instant }
  /** Signatures after the Standard Webhooks specification, in base64; one of them has to be right. */
  | {
      readonly kind: "standard";
      readonly id: string;
      readonly text: string;
      readonly signatures: readonly string[];
      readonly signedAt: Instant;
    }
  /** The shared secret itself. */
  | { readonly kind: "token"; readonly token: string };

interface Delivery {
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

const digits = /^sha256=([0-9a-f]{64})$/;
const ours = /^t=([0-9]{10}),v1=([0-9a-f]{64})$/;
const standard = /^v1,([A-Za-z0-9+/]{43}=)$/;
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
      return gitlabProof(delivery, now);
    case "flink-fleet":
      return ownProof(delivery, now);
  }
}

function githubProof({ headers, body }: Delivery): Proof | undefined {
  const found = digits.exec(headers["x-hub-signature-256"] ?? "")?.[1];
  return found === undefined ? undefined : { kind: "signature", text: body, digits: found };
}

/** Where there is a signature it counts alone: the token, which may be sent beside it, makes up for none that is wrong. */
function gitlabProof(delivery: Delivery, now: Instant): Proof | undefined {
  const listed = delivery.headers["webhook-signature"];
  if (listed !== undefined) return standardProof(listed, delivery, now);
  const token = delivery.headers["x-gitlab-token"] ?? "";
  return token === "" ? undefined : { kind: "token", token };
}

/** Neither id nor time may have a full stop in it, so that the text that was signed can be read in one way only. */
function standardProof(listed: string, { headers, body }: Delivery, now: Instant): Proof | undefined {
  const id = /^[^.]{1,256}$/.exec(headers["webhook-id"] ?? "")?.[0];
  const time = /^[0-9]{10}$/.exec(headers["webhook-timestamp"] ?? "")?.[0];
  const signatures = listed.split(" ").flatMap((one) => standard.exec(one)?.[1] ?? []);
  if (id === undefined || time === undefined || signatures.length === 0) return undefined;
  const signedAt = timely(time, now);
  if (signedAt === undefined) return undefined;
  return { kind: "standard", id, text: `${id}.${time}.${body}`, signatures, signedAt };
}

function ownProof({ headers, body }: Delivery, now: Instant): Proof | undefined {
  const [, time, found] = ours.exec(headers["x-flink-fleet-signature"] ?? "") ?? [];
  if (time === undefined || found === undefined) return undefined;
  const signedAt = timely(time, now);
  if (signedAt === undefined) return undefined;
  return { kind: "signature", text: `${time}.${body}`, digits: found, signedAt };
}

/** `undefined` for seconds that are too long ago, or yet to come. */
function timely(time: string, now: Instant): Instant | undefined {
  const signedAt = instant(Number(time) * 1000);
  return Math.abs(now - signedAt) > tolerance ? undefined : signedAt;
}
