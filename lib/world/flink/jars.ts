import type { Instant } from "../../core/time.ts";

export interface UploadedJar {
  /** Its file name in the JobManager. */
  readonly id: string;
  /** As it was uploaded. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly at: Instant;
}

export interface JarsParts {
  /** `web.upload.dir`; Flink makes a folder of its own where nothing is said. */
  readonly uploadDirectory: string | undefined;
  readonly pod: string;
  readonly random: () => string;
}

/** The jars in one JobManager's file system; gone with its process. */
export class Jars {
  readonly directory: string;
  readonly #parts: JarsParts;
  readonly #uploaded = new Map<string, UploadedJar>();
  readonly #deleted = new Set<string>();

  constructor(parts: JarsParts) {
    this.#parts = parts;
    this.directory = `${parts.uploadDirectory ?? `/tmp/flink-web-${parts.pod}`}/flink-web-upload`;
  }

  get uploaded(): readonly UploadedJar[] {
    return [...this.#uploaded.values()];
  }

  put(name: string, bytes: Uint8Array, at: Instant): UploadedJar {
    const uuid = this.#parts.random().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    const jar = { id: `${uuid}_${name}`, name, bytes, at };
    this.#uploaded.set(jar.id, jar);
    return jar;
  }

  find(id: string): UploadedJar | undefined {
    return this.#uploaded.get(id);
  }

  /** Uploaded, or in the image: there any is, where somebody has said which folder it is, but those that say that they are not. */
  has(id: string): boolean {
    if (this.#uploaded.has(id)) return true;
    const isUpload = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}_/.test(id);
    return this.#parts.uploadDirectory !== undefined && !isUpload && !this.#deleted.has(id) && isInImage(id);
  }

  delete(id: string): void {
    this.#uploaded.delete(id);
    this.#deleted.add(id);
  }
}

const isInImage = (id: string): boolean => id.endsWith(".jar") && !id.includes("does-not-exist");
