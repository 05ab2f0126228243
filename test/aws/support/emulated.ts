import { inject } from "vitest";

/** A call to a service of the emulated AWS that no SDK is here for; whose it is and where is told by what would be the signature. */
export interface Call {
  readonly service: string;
  readonly region: string;
  readonly path?: string;
  /** Of services whose calls are told by a header. */
  readonly target?: string;
  readonly method?: "GET" | "POST";
  readonly body?: object;
}

/** The answer; throws with what was said where it is a refusal. */
export async function emulated({ service, region, path = "/", target, method = "POST", body }: Call): Promise<unknown> {
  const response = await fetch(new URL(path, inject("moto")), {
    method,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      authorization: `AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...(target === undefined ? {} : { "x-amz-target": target }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} answered ${response.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
