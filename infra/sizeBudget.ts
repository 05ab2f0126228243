/** The part of esbuild's metafile that a size budget is checked against. Sizes in bytes. */
export interface BundleSizes {
  readonly outputs: Readonly<Record<string, { readonly bytes: number; readonly inputs: Inputs }>>;
}
type Inputs = Readonly<Record<string, { readonly bytesInOutput: number }>>;

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

/** `node_modules/@scope/name/…` counts as `@scope/name`, whatever is ours by its file. */
function packageOf(input: string): string {
  const [, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(input) ?? [];
  return name ?? input;
}

function largest(inputs: Inputs, count: number): string {
  const sizes = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(inputs))
    sizes.set(packageOf(input), (sizes.get(packageOf(input)) ?? 0) + bytesInOutput);
  return [...sizes]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, bytes]) => `${name} ${kilobytes(bytes)}`)
    .join(", ");
}

/** One sentence for each bundle that is larger than its budget (bytes by output path) or has none. */
export function overBudget(sizes: BundleSizes, budgets: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(sizes.outputs)
    .filter(([output]) => !output.endsWith(".map"))
    .flatMap(([output, { bytes, inputs }]) => {
      const budget = budgets[output];
      if (budget === undefined) return [`${output} has no size budget: give it one in infra/build.ts`];
      if (bytes <= budget) return [];
      const excess = `${output} is ${kilobytes(bytes)}, ${kilobytes(bytes - budget)} over its budget of ${kilobytes(budget)}`;
      return [`${excess}; its largest parts: ${largest(inputs, 5)}`];
    });
}
