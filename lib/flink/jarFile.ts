import { Faulted } from "../core/fault.ts";
import { shortened } from "../core/shortened.ts";
import type { Jar } from "../ports/flink.ts";
import type { SentFile } from "./exchange.ts";

export interface JarFile {
  readonly file: SentFile;
  /** What the jar's bytes broke off with, in the words of their source. Whoever sends them knows only that they ended. */
  readonly broken: () => Faulted | undefined;
}

/** A jar as POST /jars/upload takes it. */
export function jarFile({ name, size, bytes }: Jar, what: string): JarFile {
  let broken: Faulted | undefined;
  const checked = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* ofSize(size, bytes, what);
    } catch (error) {
      throw (broken = asFault(error, what));
    }
  };
  const contentType = "application/x-java-archive";
  const file = { field: "jarfile", name: fileNameOf(name), contentType, size, bytes: checked() };
  return { file, broken: () => broken };
}

/** Flink refuses names that do not end so, and the name becomes part of paths, in Flink's file system and in URLs. */
export function fileNameOf(name: string): string {
  const plain = (name.split(/[/\\]/).at(-1) ?? "").replace(/\.jar$/i, "").replaceAll(/[^A-Za-z0-9._-]+/g, "_");
  const base = plain.replace(/^[._-]+/, "").slice(0, longestName);
  return `${base === "" ? "job" : base}.jar`;
}

/** File systems take 255 bytes, and Flink puts a UUID before it. */
const longestName = 100;

async function* ofSize(
  size: number | undefined,
  bytes: AsyncIterable<Uint8Array>,
  what: string,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const chunk of bytes) {
    sent += chunk.byteLength;
    if (size !== undefined && sent > size)
      throw brokenOff(what, `it has more than the ${size} bytes that were announced`);
    yield chunk;
  }
  if (size !== undefined && sent < size) throw brokenOff(what, `it ended after ${sent} of ${size} bytes`);
}

const brokenOff = (what: string, because: string, cause?: unknown): Faulted =>
  new Faulted({ kind: "unavailable", what, because }, { cause });

function asFault(error: unknown, what: string): Faulted {
  if (error instanceof Faulted) return error;
  const said = error instanceof Error ? error.message : String(error);
  return brokenOff(what, shortened(`it could not be read: ${said}`), error);
}
