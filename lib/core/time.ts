/** Milliseconds since 1970-01-01T00:00:00Z. Passed in, never read from a clock. */
export type Instant = number & { readonly __brand: "Instant" };
/** A length of time in milliseconds. */
export type Millis = number & { readonly __brand: "Millis" };

export const instant = (epochMillis: number): Instant => epochMillis as Instant;
export const millis = (n: number): Millis => n as Millis;
export const seconds = (n: number): Millis => (n * 1000) as Millis;
export const minutes = (n: number): Millis => (n * 60_000) as Millis;
export const later = (from: Instant, by: Millis): Instant => (from + by) as Instant;
export const since = (then: Instant, now: Instant): Millis => (now - then) as Millis;

// Date is banned from the core because it reads a clock. These two only convert.
// oxlint-disable-next-line eslint/no-restricted-globals
export const rfc3339 = (at: Instant): string => new Date(at).toISOString();
/** Of an RFC 3339 text, as Kubernetes writes them. */
// oxlint-disable-next-line eslint/no-restricted-globals
export const parsedInstant = (text: string): Instant => Date.parse(text) as Instant;
