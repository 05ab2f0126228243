import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { config } from "../../functions/config.ts";

const whole = {
  FLEET_FILE: "ssm:/flink-fleet/fleet",
  QUEUES: '{"default":"https://sqs.eu-west-1.amazonaws.com/123456789012/work"}',
  DEAD_LETTERS: "https://sqs.eu-west-1.amazonaws.com/123456789012/dead",
  BUS: "flink-fleet",
  LOOKS_TABLE: "looks",
  STAGE: "prod",
};

beforeEach(() => {
  for (const [name, value] of Object.entries(whole)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test("comes from the environment", () => {
  vi.stubEnv("JITTER", "60");
  vi.stubEnv("MAX_RECEIVES", "7");
  vi.stubEnv("STALE_AFTER", "300");
  vi.stubEnv("SWEEP_EVERY", "300");
  vi.stubEnv("ZONES", '{"private":"change-private"}');
  expect(config()).toEqual({
    fleetFile: "ssm:/flink-fleet/fleet",
    queues: { default: "https://sqs.eu-west-1.amazonaws.com/123456789012/work" },
    zones: { private: "change-private" },
    deadLetters: "https://sqs.eu-west-1.amazonaws.com/123456789012/dead",
    bus: "flink-fleet",
    looksTable: "looks",
    jitter: 60_000,
    sweepWithin: 450_000,
    mostAttempts: 7,
    stage: "prod",
    mostStale: 300_000,
  });
});

test("has defaults for what need not be chosen", () => {
  expect(config()).toMatchObject({
    zones: {},
    jitter: 30_000,
    sweepWithin: 90_000,
    mostAttempts: 5,
    mostStale: 900_000,
  });
});

test.for(Object.keys(whole).flatMap((name) => [undefined, ""].map((value) => [name, value] as const)))(
  "names what is missing: %s is %s",
  ([name, value]) => {
    vi.stubEnv(name, value);
    expect(config).toThrow(name);
  },
);

test.for([
  ["QUEUES", "none", "must be JSON"],
  ["QUEUES", "{}", "must name at least one network zone"],
  ["QUEUES", '{"default":"work"}', "URL"],
  ["QUEUES", '["https://x.y"]', "record"],
  ["JITTER", "901", "900"],
  ["JITTER", "soon", "number"],
  ["MAX_RECEIVES", "0", "1"],
  ["STALE_AFTER", "59", "60"],
] as const)("says what would be right: %s is %s", ([name, value, says]) => {
  vi.stubEnv(name, value);
  expect(config).toThrow(name);
  expect(config).toThrow(says);
});
