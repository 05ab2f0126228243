/**
 * A text of Kubernetes without what is another at every look: ids, names of pods, addresses, what a quota holds just now.
 * Conditions are made of such texts, and one that changes would write the status for ever.
 */
export function steady(text: string): string {
  return text
    .replace(/\bpods "[^"]*"/gu, "pods")
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?/gu, "…")
    .replace(/\b[0-9a-f]{12,64}\b/gu, "…")
    .replace(/, used: \S+(?= limited)/gu, ",");
}
