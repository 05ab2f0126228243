import { quantity } from "../configuration/quantity.ts";

/** Maps of texts: an empty text in them is not the same as none. */
const textMaps = new Set(["labels", "annotations", "matchLabels", "selector", "nodeSelector"]);

/** Without them something else holds than with false or 0, which the API server keeps for that reason. */
const saysMoreThanNothing = new Set([
  "automountServiceAccountToken",
  "allowPrivilegeEscalation",
  "enableServiceLinks",
  "hostUsers",
  "runAsUser",
  "runAsGroup",
  "fsGroup",
  "replicas",
  "terminationGracePeriodSeconds",
]);

/** For 0 or nothing in them the API server writes its own default. */
const zeroIsDefault = new Set([
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
  "targetPort",
  "imagePullPolicy",
  "terminationMessagePath",
  "terminationMessagePolicy",
]);

const quantityMaps = new Set(["requests", "limits"]);
const quantityFields = new Set(["sizeLimit", "divisor"]);

/** Whether the API server, given one value for a field, may well give the other back. */
export function sameScalar(within: string, field: string, wanted: unknown, found: unknown): boolean {
  if (String(wanted) === String(found)) return true;
  if (found === undefined) return isLeftOut(within, field, wanted);
  if (isZero(wanted) && zeroIsDefault.has(field)) return true;
  return (quantityMaps.has(within) || quantityFields.has(field)) && sameQuantity(wanted, found);
}

/** The API server drops what says nothing. */
const isLeftOut = (within: string, field: string, wanted: unknown): boolean =>
  isZero(wanted) && !textMaps.has(within) && !saysMoreThanNothing.has(field);

const isZero = (value: unknown): boolean => value === "" || value === 0 || value === false;

function sameQuantity(wanted: unknown, found: unknown): boolean {
  const [a, b] = [quantity(String(wanted)), quantity(String(found))];
  // Powers of ten are not exact in floating point.
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-9 * Math.abs(a);
}
