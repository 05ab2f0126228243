import { hidden, looksSecret } from "../lifecycle/spec/secrets.ts";
import { rewritten } from "./hiding.ts";

/** Shorter ones stand in any sentence by chance. */
const shortest = 4;
const shortestPart = 6;
/** Longer ones are files, of which nobody tells the whole. */
const longest = 1000;

/** Every text in it that users may keep secret, and the values within those (`--password=…`), the longest first. */
export function secretsIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  const keep = (parts: readonly string[], text: string): string => {
    for (const part of parts) found.add(part).add(inJson(part));
    return text;
  };
  rewritten(value, {
    secret: (text) => keep([...whole(text), ...settings(text).map(({ to }) => to), ...credentials(text)], text),
    aside: (text) => keep(secretSettings(text), text),
    note: (text) => keep([...(isToken(text) ? [text] : []), ...secretSettings(text)], text),
    prose: (text) => text,
  });
  return [...found].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Shorter ones, such as the names of teams, are words of sentences. */
const isToken = (text: string): boolean => text.length >= 16 && text.length <= longest && !/\s/.test(text);

function whole(text: string): readonly string[] {
  const trimmed = text.trim();
  if (trimmed.length < shortest || trimmed.length > longest || /^(true|false|[\d.]+)$/i.test(trimmed)) return [];
  return [trimmed];
}

const secretSettings = (text: string): readonly string[] =>
  settings(text)
    .filter(({ name }) => looksSecret(name))
    .map(({ to }) => to);

/** Of an address: its password, and the values of its query. */
const credentials = (text: string): readonly string[] =>
  [...text.matchAll(/:\/\/[^/\s@:]*:([^/\s@]+)@|[?&][^=&\s]+=([^&\s]+)/g)]
    .map(([, password, value]) => password ?? value ?? "")
    .filter((part) => part.length >= shortestPart);

/** `name=value`, `name: value`, `"name":"value"`, `name: Bearer value` */
function settings(text: string): readonly { readonly name: string; readonly to: string }[] {
  return [...text.matchAll(/(?<![\w.-])([\w.-]+)["']?\s*[=:]\s*["']?(?:(?:Bearer|Basic)\s+)?([^\s"',;]+)/g)]
    .map(([, name = "", to = ""]) => ({ name, to }))
    .filter(({ to }) => to.length >= shortestPart);
}

/** As it stands in a sentence that holds JSON. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A sentence without any of them. */
export function masked(text: string, secrets: readonly string[], by = (_secret: string): string => hidden): string {
  return secrets.reduce((before, secret) => before.replaceAll(secret, () => by(secret)), text);
}
