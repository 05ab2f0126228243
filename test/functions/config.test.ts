import { afterEach, expect, test, vi } from "vitest";
import { config } from "../../functions/config.ts";

afterEach(() => vi.unstubAllEnvs());

test("takes the fleet file from the environment", () => {
  vi.stubEnv("FLEET_FILE", "/var/task/fleet.yaml");
  expect(config()).toEqual({ fleetFile: "/var/task/fleet.yaml" });
});

test.for([undefined, ""])("names what is missing: %s", (value) => {
  vi.stubEnv("FLEET_FILE", value);
  expect(config).toThrow(/FLEET_FILE/u);
});
