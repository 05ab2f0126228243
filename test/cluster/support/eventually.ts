import { setTimeout as sleep } from "node:timers/promises";

type Look<T> = { readonly kind: "saw"; readonly seen: T } | { readonly kind: "failed"; readonly error: unknown };

/**
 * Looks twice a second until the answer is as wanted. A look that throws counts as not yet. When it takes too long, the
 * error says what was seen last.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T>,
  wanted: (seen: T) => boolean,
  seconds = 120,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const last = await attempt(look);
    if (last.kind === "saw" && wanted(last.seen)) return last.seen;
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}; last seen: ${told(last)}`);
    await sleep(500);
  }
}

async function attempt<T>(look: () => Promise<T>): Promise<Look<T>> {
  try {
    return { kind: "saw", seen: await look() };
  } catch (error) {
    return { kind: "failed", error };
  }
}

function told<T>(last: Look<T>): string {
  return last.kind === "saw" ? JSON.stringify(last.seen) : String(last.error);
}
