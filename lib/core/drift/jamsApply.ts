import type { Difference } from "./difference.ts";

/**
 * Whether a server-side apply of the wanted object would be refused for good: a Service's ports are merged by number and protocol, so ours
 * would come beside the edited one, under the same name, which may be there only once. The whole list has to be replaced first.
 */
export const jamsApply = ({ object, path, found }: Pick<Difference, "object" | "path" | "found">): boolean =>
  object.kind === "Service" && found !== undefined && /^\/spec\/ports\/[^/]+\/(port|protocol)$/u.test(path);
