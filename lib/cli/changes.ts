import type { Instant } from "../core/time.ts";
import { rfc3339 } from "../core/time.ts";
import type { Result } from "../shell/result.ts";
import type { Sweep } from "../shell/sweep.ts";
import { advice } from "./advice.ts";

/** What is new of a resource, or of a cluster as a whole. */
export interface Change {
  /** RFC 3339 */
  readonly at: string;
  readonly cluster: string;
  /** Absent: it is about the cluster. */
  readonly kind?: NonNullable<Result["kind"]> | "FlinkDeployment";
  readonly namespace?: string;
  readonly resource?: string;
  readonly because: string;
  readonly failed: boolean;
}

/** Tells what is new in passes over clusters. Remembers what it told, so that a trouble that lasts is told once. */
export class Changes {
  readonly #told = new Map<string, string>();

  since(pass: Sweep, now: Instant): readonly Change[] {
    const of = { at: rfc3339(now), cluster: pass.spoke };
    if (pass.kind === "unreachable") {
      const because = advice({ cluster: pass.spoke, fault: pass.fault });
      return this.#isNews(pass.spoke, because) ? [{ ...of, because, failed: true }] : [];
    }
    const because = `${pass.spoke}: can be reached again`;
    const back = this.#told.delete(pass.spoke) ? [{ ...of, because, failed: false }] : [];
    const news = pass.results
      .map((result) => ({ result, key: `${result.kind} ${pass.spoke} ${result.namespace}/${result.name}` }))
      .filter(({ result, key }) => this.#isNews(key, textOf(result)) || acted(result));
    return [...back, ...news.map(({ result }) => ({ ...of, ...told(result) }))];
  }

  #isNews(key: string, text: string): boolean {
    const known = this.#told.get(key) === text;
    this.#told.set(key, text);
    return !known;
  }
}

/** `2026-11-21T12:00:00.000Z east default/orders: the job is RUNNING` */
export function changeText({ at, cluster, namespace, resource, because }: Change): string {
  return resource === undefined ? `${at} ${because}` : `${at} ${cluster} ${namespace}/${resource}: ${because}`;
}

const told = (result: Result): Omit<Change, "at" | "cluster"> => ({
  kind: result.kind ?? "FlinkDeployment",
  namespace: result.namespace,
  resource: result.name,
  because: textOf(result),
  failed: result.failure !== undefined,
});

const acted = ({ wrote, failure }: Result): boolean => wrote && failure === undefined;

function textOf({ because, failure }: Result): string {
  if (failure === undefined) return because;
  return failure.kind === "bug" ? `failed, which is a bug of flink-fleet: ${because}` : `failed: ${because}`;
}
