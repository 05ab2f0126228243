import type { RepairRules } from "../../api/fleet/repair.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { log4jConsole } from "./log4jConsole.ts";
import { logbackConsole } from "./logbackConsole.ts";

/** What applies to every resource until it says otherwise: the Apache operator's `defaultConfiguration`. */
export interface OperatorDefaults {
  /**
   * Flink's options and ours. Options that begin with `kubernetes.operator.default-configuration.namespace.<namespace>.` or
   * `…flink-version.<vX_Y>[+].` apply to that namespace, or to that version (with `+`: and all later ones) only.
   */
  readonly configuration: FlinkConfiguration;
  /** Files beside Flink's own configuration, by name; a resource with a log configuration replaces all of them. */
  readonly logConfiguration: Readonly<Record<string, string>>;
  /** What is done about hand edits that need a restart; absent: nothing is said. */
  readonly repair?: RepairRules | undefined;
}

const internals = "ALL-UNNAMED";
const exported = ["java.base/sun.net.util", "java.rmi/sun.rmi.registry", "java.security.jgss/sun.security.krb5"];
const opened = [
  "java.lang",
  "java.net",
  "java.io",
  "java.nio",
  "sun.nio.ch",
  "java.lang.reflect",
  "java.text",
  "java.time",
  "java.util",
  "java.util.concurrent",
  "java.util.concurrent.atomic",
  "java.util.concurrent.locks",
];

/** The image's own configuration holds these as well, but ours is mounted over it; without them jobs fail on Java 17. */
const javaOptions = [
  ...exported.map((one) => `--add-exports=${one}=${internals}`),
  ...opened.map((one) => `--add-opens=java.base/${one}=${internals}`),
].join(" ");

const forVersion = "kubernetes.operator.default-configuration.flink-version";

/** The defaults that the Apache operator's chart ships. */
export const shippedDefaults: OperatorDefaults = {
  configuration: {
    "taskmanager.numberOfTaskSlots": "1",
    "parallelism.default": "1",
    [`${forVersion}.v1_18.env.java.opts.all`]: javaOptions,
    [`${forVersion}.v1_19+.env.java.default-opts.all`]: javaOptions,
  },
  logConfiguration: { "log4j-console.properties": log4jConsole, "logback-console.xml": logbackConsole },
};
