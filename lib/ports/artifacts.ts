import type { Artifact } from "../core/artifact.ts";

export interface ArtifactRequest {
  /** Of `kubernetes.operator.user.artifacts.http.header`: for http and https, and for the host of the URI alone. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The most bytes that are taken; what the fleet file says when absent. */
  readonly limit?: number | undefined;
}

/** Where the jars of the session jobs of one spoke come from. */
export interface Artifacts {
  /**
   * Throws `Faulted`: `rejected` for a jar that cannot be had under this URI (scheme or host not allowed, not there, no right, too
   * large), `unavailable` where that is not known, `denied` for our own credentials.
   */
  open(uri: string, request?: ArtifactRequest): Promise<Artifact>;
}
