/**
 * Secrets that are shared with those who send webhooks. They are compared in here, in constant time, and never given out. Throws
 * `Faulted`: `missing` where there is no such secret, `rejected` where it has no key in it, `denied`, `unavailable`.
 */
export interface Secrets {
  /** Whether these are the 64 hexadecimal digits of the HMAC-SHA256 of the text under the secret. */
  signed(secret: string, text: string, digits: string): Promise<boolean>;
  /**
   * Whether one of these, in base64, is the HMAC-SHA256 of the text under the key that a secret `whsec_BASE64` is written for. None is
   * where the secret is of another form.
   */
  anySigned(secret: string, text: string, signatures: readonly string[]): Promise<boolean>;
  /** Whether it is the secret itself. Nothing is where the secret begins with `whsec_`: it signs, and is never sent. */
  is(secret: string, given: string): Promise<boolean>;
}
