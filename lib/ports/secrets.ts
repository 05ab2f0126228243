/**
 * Secrets that are shared with those who send webhooks. They are compared in here, in constant time, and never given out. Throws
 * `Faulted`: `missing` where there is no such secret, `denied`, `unavailable`.
 */
export interface Secrets {
  /** Whether these are the 64 hexadecimal digits of the HMAC-SHA256 of the text under the secret. */
  signed(secret: string, text: string, digits: string): Promise<boolean>;
  /** Whether it is the secret itself. */
  is(secret: string, given: string): Promise<boolean>;
}
