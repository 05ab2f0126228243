import type { Happening, Involved } from "./happening.ts";
import { javaHashCode } from "./javaHashCode.ts";

/**
 * The name of the Event object, as the Apache operator's EventUtils makes it: whatever happens again to the same resource
 * gets the same name, so that it is counted and not told twice.
 */
export function eventName({ kind, metadata }: Involved, happening: Happening): string {
  const { reason, type, component, message, key = message } = happening;
  const hash = javaHashCode(reason + key + type + kind + metadata.name + metadata.uid);
  return `${component}.${hash & 0x7fffffff}`;
}
