import { expect, test } from "vitest";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { operatorDefaults } from "../../../lib/core/configuration/operatorDefaults.ts";

test("nothing given: the shipped defaults", () => {
  expect(operatorDefaults({ flinkConfiguration: {}, logConfiguration: {} })).toEqual(shippedDefaults);
});

test("what a fleet file says wins, and what it does not name stays", () => {
  const { configuration, logConfiguration } = operatorDefaults({
    flinkConfiguration: { taskmanager: { numberOfTaskSlots: 4 }, "state.backend.type": "rocksdb" },
    logConfiguration: { "logback-console.xml": "<configuration/>", "log4j-console.properties": undefined },
  });
  expect(configuration).toEqual({
    ...shippedDefaults.configuration,
    "taskmanager.numberOfTaskSlots": "4",
    "state.backend.type": "rocksdb",
  });
  expect(logConfiguration).toEqual({ ...shippedDefaults.logConfiguration, "logback-console.xml": "<configuration/>" });
});
