import type { Artifact } from "./artifact.ts";

/**
 * 163 bytes of zip: one entry that is not compressed, META-INF/MANIFEST.MF of 1980-01-01 with `Manifest-Version: 1.0`, its central
 * directory and its end record. Java's JarFile wants nothing more.
 */
const zip =
  "UEsDBAoAAAAAAAAAIQCyfwLuGQAAABkAAAAUAAAATUVUQS1JTkYvTUFOSUZFU1QuTUZNYW5pZmVzdC1WZXJzaW9uOiAxLjANCg0KUEsBAgoACgAAAAAAAAAh" +
  "ALJ/Au4ZAAAAGQAAABQAAAAAAAAAAAAAAAAAAAAAAE1FVEEtSU5GL01BTklGRVNULk1GUEsFBgAAAAABAAEAQgAAAEsAAAAAAA==";

const bytes = Uint8Array.from(atob(zip), (letter) => letter.charCodeAt(0));

/** Flink runs no job without a jar, not even one whose class it has already: as the Apache operator, we give it one with nothing in it. */
export const emptyJar = (): Artifact => ({
  name: "empty.jar",
  size: bytes.length,
  bytes: once(),
  close: () => undefined,
});

async function* once(): AsyncGenerator<Uint8Array> {
  yield bytes.slice();
}
