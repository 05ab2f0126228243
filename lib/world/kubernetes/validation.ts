import { isObject, type JsonObject, listAt, objectAt, sameJson, textAt } from "../simulation/json.ts";
import type { FieldError } from "./apiError.ts";
import type { ResourceType } from "./resourceTypes.ts";

/** What an API server refuses of the kinds we write: not everything it would, but what matters to us. */
export function fieldErrors(
  type: ResourceType,
  object: JsonObject,
  before: JsonObject | undefined,
): readonly FieldError[] {
  return [...nameErrors(type, object), ...(rules[type.kind]?.(object, before) ?? [])];
}

type Rule = (object: JsonObject, before: JsonObject | undefined) => readonly FieldError[];

const rules: Readonly<Record<string, Rule>> = {
  Deployment: deploymentErrors,
  Service: serviceErrors,
  ConfigMap: configMapErrors,
};

const invalid = (field: string, message: string, reason = "FieldValueInvalid"): FieldError => ({
  field,
  reason,
  message,
});

const subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'";

function nameErrors(type: ResourceType, object: JsonObject): readonly FieldError[] {
  const name = textAt(objectAt(object, "metadata"), "name") ?? "";
  const longest = type.kind === "Service" ? 63 : 253;
  // Events may be named as they like, as long as the name is one segment of a path.
  if (type.kind === "Event" && name !== "" && !/[/%]/.test(name)) return [];
  if (name.length <= longest && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return [];
  return [invalid("metadata.name", `Invalid value: "${name}": ${subdomain}, and no more than ${longest} of them`)];
}

function deploymentErrors(object: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const spec = objectAt(object, "spec");
  const selector = objectAt(spec, "selector");
  const labels = objectAt(objectAt(objectAt(spec, "template"), "metadata"), "labels");
  const wanted = objectAt(selector, "matchLabels");
  const errors: FieldError[] = [];
  if (Object.keys(wanted).length === 0) errors.push(invalid("spec.selector", "Required value", "FieldValueRequired"));
  else if (Object.entries(wanted).some(([key, value]) => labels[key] !== value)) {
    const what = `Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``;
    errors.push(invalid("spec.template.metadata.labels", what));
  }
  if (before !== undefined && !sameJson(selector, objectAt(objectAt(before, "spec"), "selector")))
    errors.push(invalid("spec.selector", `Invalid value: ${JSON.stringify(selector)}: field is immutable`));
  return [...errors, ...containerErrors(objectAt(objectAt(spec, "template"), "spec"))];
}

function containerErrors(podSpec: JsonObject): readonly FieldError[] {
  const at = "spec.template.spec";
  const containers = listAt(podSpec, "containers").filter(isObject);
  if (containers.length === 0) return [invalid(`${at}.containers`, "Required value", "FieldValueRequired")];
  const volumes = listAt(podSpec, "volumes").filter(isObject);
  const mounted = containers.flatMap((container, i) =>
    duplicates(listAt(container, "volumeMounts"), "mountPath", `${at}.containers[${i}].volumeMounts`, "must be unique"),
  );
  const images = containers.flatMap((container, i) =>
    container["image"] === undefined
      ? [invalid(`${at}.containers[${i}].image`, "Required value", "FieldValueRequired")]
      : [],
  );
  return [...duplicates(volumes, "name", `${at}.volumes`), ...mounted, ...images];
}

/** Two ports of one name are how a hand edit of a Service jams every later apply. */
function serviceErrors(object: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const ports = listAt(objectAt(object, "spec"), "ports");
  const unnamed = ports.length > 1 ? ports.findIndex((port) => objectAt({ port }, "port")["name"] === undefined) : -1;
  const required = unnamed < 0 ? [] : [invalid(`spec.ports[${unnamed}].name`, "Required value", "FieldValueRequired")];
  return [...required, ...duplicates(ports, "name", "spec.ports"), ...addressErrors(object, before)];
}

/** One that is left out stays what it is. */
function addressErrors(object: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const [is, was] = [object, before ?? object].map((one) => textAt(objectAt(one, "spec"), "clusterIP") ?? "");
  const isChanged = is !== "" && is !== was;
  return isChanged ? [invalid("spec.clusterIPs[0]", `Invalid value: ["${is}"]: may not change once set`)] : [];
}

function configMapErrors(object: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const wrong = Object.entries(objectAt(object, "data")).find(([, value]) => typeof value !== "string");
  const errors = wrong === undefined ? [] : [invalid(`data[${wrong[0]}]`, "Invalid value: must be a string")];
  if (before?.["immutable"] !== true) return errors;
  const isChanged = (field: string): boolean => !sameJson(object[field], before[field]);
  const changed = ["immutable", "data"].filter(isChanged);
  const because = "Forbidden: field is immutable when `immutable` is set";
  return [...errors, ...changed.map((field) => invalid(field, because, "FieldValueForbidden"))];
}

function duplicates(items: readonly unknown[], key: string, at: string, because?: string): readonly FieldError[] {
  const seen = new Set<unknown>();
  return items.flatMap((item, i) => {
    const value = isObject(item) ? item[key] : undefined;
    if (value === undefined || !seen.has(value)) {
      seen.add(value);
      return [];
    }
    const quoted = JSON.stringify(value);
    if (because !== undefined) return [invalid(`${at}[${i}].${key}`, `Invalid value: ${quoted}: ${because}`)];
    return [invalid(`${at}[${i}].${key}`, `Duplicate value: ${quoted}`, "FieldValueDuplicate")];
  });
}
