import type { Instant } from "../core/time.ts";
import { rfc3339 } from "../core/time.ts";
import type { Result } from "../shell/result.ts";
import type { Sweep } from "../shell/sweep.ts";
import { advice } from "./advice.ts";

/** Tells what is new in passes over clusters. Remembers what it told, so that a trouble that lasts is told once. */
export class Changes {
  readonly #told = new Map<string, string>();

  since(pass: Sweep, now: Instant): readonly string[] {
    const time = rfc3339(now);
    if (pass.kind === "unreachable") {
      const text = advice({ cluster: pass.spoke, fault: pass.fault });
      return this.#isNews(pass.spoke, text) ? [`${time} ${text}`] : [];
    }
    const back = this.#told.delete(pass.spoke) ? [`${time} ${pass.spoke}: can be reached again`] : [];
    const news = pass.results
      .map((result) => ({ result, place: `${pass.spoke} ${result.namespace}/${result.name}`, text: textOf(result) }))
      .filter(({ result, place, text }) => this.#isNews(`${result.kind} ${place}`, text) || acted(result));
    return [...back, ...news.map(({ place, text }) => `${time} ${place}: ${text}`)];
  }

  #isNews(key: string, text: string): boolean {
    const known = this.#told.get(key) === text;
    this.#told.set(key, text);
    return !known;
  }
}

const acted = ({ wrote, failure }: Result): boolean => wrote && failure === undefined;

function textOf({ because, failure }: Result): string {
  if (failure === undefined) return because;
  return failure.kind === "bug" ? `failed, which is a bug of flink-fleet: ${because}` : `failed: ${because}`;
}
