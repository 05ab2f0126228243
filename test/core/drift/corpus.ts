import { configMaps } from "./corpus/configMaps.ts";
import type { HandEdit } from "./corpus/handEdit.ts";
import { jobManagers } from "./corpus/jobManagers.ts";
import { metadata } from "./corpus/metadata.ts";
import { services } from "./corpus/services.ts";
import { taskManagers } from "./corpus/taskManagers.ts";

/** What people and controllers do to the objects of a Flink cluster behind its operator's back, and what is to be made of it. */
export const corpus: readonly HandEdit[] = [...jobManagers, ...taskManagers, ...services, ...configMaps, ...metadata];
