import { problem, value, type Answer } from "./answer.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { haIsActive, textOf } from "./options.ts";

/** Ports that Flink would choose by chance (0 or not set), but that Services and pods must know beforehand. */
const fixed: Readonly<Record<string, string>> = { "blob.server.port": "6124", "taskmanager.rpc.port": "6122" };

/** The options that give every port one number; a problem where a range or no number is configured. */
export function portOptions(configuration: FlinkConfiguration): Answer<FlinkConfiguration> {
  const rpc = port(configuration, "jobmanager.rpc.port");
  const chosen = {
    ...fixed,
    ...(textOf(configuration, "rest.bind-port") === "0" ? { "rest.bind-port": "8081" } : {}),
    ...(haIsActive(configuration) ? { "high-availability.jobmanager.port": String(rpc) } : {}),
  };
  const options = Object.fromEntries(
    Object.entries(chosen).map(([option, otherwise]) => {
      const text = textOf(configuration, option);
      return [option, text === undefined || text === "0" ? otherwise : text];
    }),
  );
  const all = { ...configuration, ...options };
  const wrong = [...Object.keys(chosen), ...Object.keys(usual)].find((option) => !isPort(port(all, option)));
  if (wrong === undefined) return value(options);
  return problem(`${wrong}: '${all[wrong]}' is not a port; it must be one number from 1 to 65535, not a range`);
}

const usual: Readonly<Record<string, number>> = {
  "rest.port": 8081,
  "rest.bind-port": 8081,
  "jobmanager.rpc.port": 6123,
};

/** The port that an option is set to, or Flink's default for it. A number that portOptions has looked at. */
export function port(configuration: FlinkConfiguration, option: string): number {
  return Number(textOf(configuration, option) ?? usual[option]);
}

const isPort = (number: number): boolean => Number.isInteger(number) && number >= 1 && number <= 65_535;
