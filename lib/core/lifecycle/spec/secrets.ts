/** What stands in for a secret: Flink's own GlobalConfiguration.HIDDEN_CONTENT. */
export const hidden = "******";

const words =
  "passw|secret|token|credential|passphrase|signature|jaas|http[-.]header|auth-params|authorization|basic-auth|" +
  "(?:api|access|account|service|private)[-_.]?key";
const secretWord = new RegExp(words, "i");
const secretSetting = new RegExp(`(?:${words})[\\w.-]*\\s*=`, "i");

/** Whether the name of an option, a field or an environment variable says that its value is nobody's business. */
export const looksSecret = (name: string): boolean => secretWord.test(name);

/**
 * Whether a text itself carries a secret: credentials in a URL, a setting such as `-Dtrust.password=…` or `?X-Amz-Signature=…`,
 * or a list or several lines that speak of one.
 */
export function carriesSecret(text: string): boolean {
  if (/:\/\/[^/\s@]+:[^/\s@]*@/.test(text) || secretSetting.test(text)) return true;
  return /^\[|\n/.test(text) && looksSecret(text);
}
