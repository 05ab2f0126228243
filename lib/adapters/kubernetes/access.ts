import type { Dispatcher } from "undici";

/** How one spoke's API server is reached: made from a kubeconfig or from EKS, used by {@link Connection}. */
export interface Access {
  /** Base URL of the API server. */
  readonly server: string;
  /**
   * Asked before every request, so that credentials are always fresh. The dispatcher must be the same one each time: it
   * holds the connections. Throws `Faulted` (`denied`, `unavailable`) when there are no credentials to be had.
   */
  prepare(): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly dispatcher: Dispatcher }>;
}
