import { afterEach, expect, test, vi } from "vitest";
import { EmfMetrics } from "../../../lib/adapters/cloudwatch/emfMetrics.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("figures are printed in the format that CloudWatch Logs makes metrics of, with one dimension", () => {
  // Otherwise it has a console of its own, which nobody can listen to.
  vi.stubEnv("POWERTOOLS_DEV", "true");
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false");
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  new EmfMetrics("prod").put([
    { name: "StalestLook", unit: "Seconds", value: 360 },
    { name: "StuckResources", unit: "Count", value: 2 },
  ]);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: "FlinkFleet",
            Dimensions: [["service"]],
            Metrics: [
              { Name: "StalestLook", Unit: "Seconds" },
              { Name: "StuckResources", Unit: "Count" },
            ],
          },
        ],
      },
      service: "prod",
      StalestLook: 360,
      StuckResources: 2,
    },
  ]);
});
