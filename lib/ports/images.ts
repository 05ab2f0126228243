import type { EcrRepository } from "../core/triggers/imageReference.ts";

/** Registries of images. */
export interface Images {
  /**
   * `sha256:…`, what the tag means now. Throws `Faulted`: `missing` where there is no such repository or tag, `denied`,
   * `unavailable`.
   */
  digestOf(repository: EcrRepository, tag: string): Promise<string>;
}
