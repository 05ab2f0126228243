import { isJson, type Json } from "../objects/json.ts";
import { fieldAt, type Path } from "./path.ts";
import { sameScalar } from "./sameScalar.ts";
import { saysNothing } from "./saysNothing.ts";

/** What the API server fills in within lists that are one value. */
const filledIn: Json = { apiVersion: "v1", expirationSeconds: 3600, protocol: "TCP", scheme: "HTTP" };

/** Whether two lists or maps that are one value to the API server are the same: item by item, in order, with nothing more in either. */
export function sameWhole(path: Path, wanted: unknown, found: unknown): boolean {
  return same("", fieldAt(path), [wanted, found]);
}

function same(within: string, field: string, [wanted, found]: readonly [unknown, unknown]): boolean {
  if (saysNothing(field, wanted) && saysNothing(field, found)) return true;
  if (Array.isArray(wanted) && Array.isArray(found)) {
    return wanted.length === found.length && wanted.every((one, at) => same(within, field, [one, found[at]]));
  }
  if (isJson(wanted) && isJson(found)) {
    const names = new Set([...Object.keys(wanted), ...Object.keys(found)]);
    return [...names].every((name) => same(field, name, [wanted[name], found[name]]));
  }
  return isPlain(wanted) && isPlain(found) && samePlain(within, field, [wanted, found]);
}

const samePlain = (within: string, field: string, [wanted, found]: readonly [unknown, unknown]): boolean =>
  wanted === undefined ? filledIn[field] === found : sameScalar(within, field, wanted, found);

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;
