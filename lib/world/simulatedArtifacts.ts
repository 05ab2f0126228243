import type { Artifact } from "../core/artifact.ts";
import { type Fault, Faulted } from "../core/fault.ts";
import type { ArtifactRequest, Artifacts } from "../ports/index.ts";

type Content =
  | { readonly kind: "jar"; readonly bytes: Uint8Array }
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "broken"; readonly bytes: Uint8Array };

const chunk = 1024;

/** Jars at URIs, as a test has put them there; at every other URI there is none. */
export class SimulatedArtifacts implements Artifacts {
  readonly #contents = new Map<string, Content>();
  readonly #opened: (what: string) => void;
  #held = 0;

  constructor(opened: (what: string) => void) {
    this.#opened = opened;
  }

  /** Jars that were opened and neither read to their end nor closed. */
  get held(): number {
    return this.#held;
  }

  put(uri: string, content: Uint8Array | string): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#contents.set(uri, { kind: "jar", bytes });
  }

  /** What opening it ends in, until something is put there. */
  refuse(uri: string, fault: Fault): void {
    this.#contents.set(uri, { kind: "fault", fault });
  }

  /** The connection breaks after half of the bytes. */
  breakOff(uri: string, content: string): void {
    this.#contents.set(uri, { kind: "broken", bytes: new TextEncoder().encode(content) });
  }

  async open(uri: string, { limit = Infinity }: ArtifactRequest = {}): Promise<Artifact> {
    this.#opened(uri);
    const what = `jar ${uri}`;
    const content = this.#contents.get(uri);
    if (content === undefined) {
      throw new Faulted({ kind: "rejected", what, because: "there is no such file: correct spec.job.jarURI" });
    }
    if (content.kind === "fault") throw new Faulted(content.fault);
    const { bytes } = content;
    if (bytes.length > limit) {
      throw new Faulted({ kind: "rejected", what, because: `it has ${bytes.length} bytes, more than ${limit}` });
    }
    const close = this.#hold();
    const name = uri.split("/").at(-1) ?? "";
    return { name, size: bytes.length, bytes: read(content, what, close), close };
  }

  #hold(): () => void {
    let open = true;
    this.#held += 1;
    return () => {
      if (open) this.#held -= 1;
      open = false;
    };
  }
}

async function* read({ kind, bytes }: Content & { bytes: Uint8Array }, what: string, close: () => void) {
  const end = kind === "broken" ? bytes.length / 2 : bytes.length;
  try {
    for (let at = 0; at < end; at += chunk) yield bytes.slice(at, Math.min(at + chunk, end));
    if (kind === "broken") throw new Faulted({ kind: "unavailable", what, because: "connection closed" });
  } finally {
    close();
  }
}
