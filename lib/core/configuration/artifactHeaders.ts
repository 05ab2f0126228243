import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { textOf } from "./options.ts";
import { mapEntries } from "./textLists.ts";

/** What the user wants to be sent with the request for a jar: `kubernetes.operator.user.artifacts.http.header`, such as `a:1,b:2`. */
export const artifactHeaders = (configuration: FlinkConfiguration): Readonly<Record<string, string>> =>
  mapEntries(textOf(configuration, "kubernetes.operator.user.artifacts.http.header") ?? "");
