import { inject, vi } from "vitest";

/** Clients that are made from now on talk to the emulated AWS, in this region. */
export function useAccount(region: string, endpoint: string = inject("moto")): void {
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_REGION", region);
}
