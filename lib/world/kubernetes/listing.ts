import type { KubernetesObject } from "../../core/kubernetes.ts";
import { ApiError, badRequest } from "./apiError.ts";
import type { ObjectStore } from "./objectStore.ts";
import { keyOf, type ResourceType } from "./resourceTypes.ts";
import { fieldSelector, labelSelector } from "./selectors.ts";

export interface ListOptions {
  readonly namespace?: string | undefined;
  readonly labels?: string | undefined;
  readonly fields?: string | undefined;
  /** Objects of a page; all when absent or 0. */
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
}

export interface Listing {
  readonly items: readonly KubernetesObject[];
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/**
 * One page of a LIST. Later pages show the objects as they are then, not as they were at the first page: enough for
 * clients, which have to bear both.
 */
export function page(store: ObjectStore, type: ResourceType, options: ListOptions): Listing {
  const [matchesLabels, matchesFields] = [labelSelector(options.labels), fieldSelector(options.fields)];
  const start = options.continue === undefined ? undefined : positionIn(options.continue);
  const matching = store
    .all(type.kind)
    .filter((object) => options.namespace === undefined || object.metadata.namespace === options.namespace)
    .filter((object) => matchesLabels(object) && matchesFields(object));
  const rest = start === undefined ? matching : matching.filter((object) => keyOf(object) > start.after);
  const resourceVersion = String(start?.version ?? store.version);
  const limit = options.limit ?? 0;
  const last = rest[limit - 1];
  if (limit === 0 || rest.length <= limit || last === undefined) return { items: rest, resourceVersion };
  return {
    items: rest.slice(0, limit),
    resourceVersion,
    continue: tokenFor({ version: Number(resourceVersion), after: keyOf(last) }),
    remainingItemCount: rest.length - limit,
  };
}

interface Position {
  readonly version: number;
  readonly after: string;
}

const tokenFor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString("base64url");

function positionIn(token: string): Position {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString()) as Position;
  } catch {
    throw badRequest("continue key is not valid");
  }
}

/** 410: what a client that asks for too old a version has to answer with a new LIST. */
export const expired = (version: number): ApiError =>
  new ApiError(410, "Expired", `too old resource version: ${version}`);
