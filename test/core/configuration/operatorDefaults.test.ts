import { expect, test } from "vitest";
import { artifactRules } from "../../../lib/core/configuration/artifactRules.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { operatorDefaults } from "../../../lib/core/configuration/operatorDefaults.ts";

const artifacts = { allowedHosts: [] };

test("nothing given: the shipped defaults", () => {
  expect(operatorDefaults({ defaults: { flinkConfiguration: {}, logConfiguration: {} }, artifacts })).toEqual(
    shippedDefaults,
  );
});

test("what a fleet file says wins, and what it does not name stays", () => {
  const { configuration, logConfiguration } = operatorDefaults({
    defaults: {
      flinkConfiguration: { taskmanager: { numberOfTaskSlots: 4 }, "state.backend.type": "rocksdb" },
      logConfiguration: { "logback-console.xml": "<configuration/>", "log4j-console.properties": undefined },
    },
    artifacts,
  });
  expect(configuration).toEqual({
    ...shippedDefaults.configuration,
    "taskmanager.numberOfTaskSlots": "4",
    "state.backend.type": "rocksdb",
  });
  expect(logConfiguration).toEqual({ ...shippedDefaults.logConfiguration, "logback-console.xml": "<configuration/>" });
});

test("where jars may come from: what the operator's options and the fleet file say", () => {
  expect(artifactRules(shippedDefaults.configuration)).toEqual({
    schemes: ["https", "local"],
    restrictsHosts: true,
    allowedHosts: [],
    limit: 512 * 1024 * 1024,
  });
  const { configuration } = operatorDefaults({
    defaults: {
      flinkConfiguration: {
        "kubernetes.operator.user.artifacts": { "allowed-schemes": "HTTPS;s3", "disallow-restricted-hosts": false },
      },
      logConfiguration: {},
    },
    artifacts: { allowedHosts: ["repo.example.com:8443", "*.example.com", "[fd00::1]"], maxSize: 7 },
  });
  expect(artifactRules(configuration)).toEqual({
    schemes: ["https", "s3"],
    restrictsHosts: false,
    allowedHosts: ["repo.example.com:8443", "*.example.com", "[fd00::1]"],
    limit: 7,
  });
});
