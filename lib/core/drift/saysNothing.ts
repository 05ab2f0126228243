import { isJson } from "../objects/json.ts";

/** Even an empty map says something in them: which kind of volume it is, or that everything is selected. */
const markers = new Set(["emptyDir", "labelSelector", "namespaceSelector"]);

/** Empty lists and maps are no more than missing ones to the API server. */
export function saysNothing(field: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJson(value) && Object.keys(value).length === 0 && !markers.has(field);
}
