const taken: { readonly phase: string; readonly ms: number }[] = [];

/** A phase begins; it ends when the answer is called. */
export function begin(name: string): () => void {
  const start = performance.now();
  return () => taken.push({ phase: name, ms: performance.now() - start });
}

/** Does one phase of the run and notes how long it took, also when it fails. */
export async function phase<T>(name: string, act: () => Promise<T>): Promise<T> {
  const end = begin(name);
  try {
    return await act();
  } finally {
    end();
  }
}

/** Where the time went: one line a phase, in the order in which they ended. */
export function phaseTable(): string {
  const width = Math.max(...taken.map(({ phase: name }) => name.length));
  const lines = taken.map(({ phase: name, ms }) => `  ${name.padEnd(width)} ${(ms / 1000).toFixed(1).padStart(8)} s`);
  return ["Where the time went", ...lines].join("\n");
}
