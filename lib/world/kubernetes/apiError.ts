import type { JsonObject } from "../simulation/json.ts";
import { qualifiedKind, qualifiedPlural, type ResourceType } from "./resourceTypes.ts";

/** A refusal, in the words and with the body of a real API server. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;

  constructor(code: number, reason: string, message: string, details?: JsonObject) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The v1 Status that a client receives. */
  status(): JsonObject {
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: this.message,
      reason: this.reason,
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

const named = (type: ResourceType, name: string): JsonObject => ({ name, group: type.group, kind: type.plural });

export const notFound = (type: ResourceType, name: string): ApiError =>
  new ApiError(404, "NotFound", `${qualifiedPlural(type)} "${name}" not found`, named(type, name));

/** No such path: also what a client gets whose CustomResourceDefinition is not installed. */
export const noSuchResource = (): ApiError =>
  new ApiError(404, "NotFound", "the server could not find the requested resource", {});

export const alreadyExists = (type: ResourceType, name: string): ApiError =>
  new ApiError(409, "AlreadyExists", `${qualifiedPlural(type)} "${name}" already exists`, named(type, name));

export function conflict(type: ResourceType, name: string, because = staleVersion): ApiError {
  const what = `Operation cannot be fulfilled on ${qualifiedPlural(type)} "${name}"`;
  return new ApiError(409, "Conflict", `${what}: ${because}`, named(type, name));
}

const staleVersion = "the object has been modified; please apply your changes to the latest version and try again";

/** A field that is wrong, as `kubectl` prints it. */
export interface FieldError {
  /** `spec.ports[1].name` */
  readonly field: string;
  /** `FieldValueInvalid` and the like. */
  readonly reason: string;
  readonly message: string;
}

export function invalid(type: ResourceType, name: string, errors: readonly FieldError[]): ApiError {
  const lines = errors.map((error) => `${error.field}: ${error.message}`);
  const all = lines.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
  return new ApiError(422, "Invalid", `${qualifiedKind(type)} "${name}" is invalid: ${all}`, {
    name,
    group: type.group,
    kind: type.kind,
    causes: errors,
  });
}

export const badRequest = (message: string): ApiError => new ApiError(400, "BadRequest", message);
