import { type CredentialSource, sdkForm, timeouts } from "../eks/credentials.ts";

/** Of every client for what lies in our own account: the region is that of the process. */
export const clientOptions = (credentials: CredentialSource) => ({
  credentials: async () => sdkForm(await credentials()),
  requestHandler: timeouts,
});
