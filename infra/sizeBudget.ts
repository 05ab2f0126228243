/** The part of esbuild's metafile that a size budget is checked against. Sizes in bytes. */
export interface BundleSizes {
  readonly outputs: Readonly<Record<string, Output>>;
}
interface Output {
  readonly bytes: number;
  readonly entryPoint?: string;
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

/** What a function loads when it starts: its own file and the chunks that it imports, but not those it imports later if ever. */
export interface Bundle {
  /** Path of the file. */
  readonly name: string;
  /** `sweep` for functions/sweep.ts. */
  readonly of: string;
  readonly bytes: number;
  readonly outputs: readonly Output[];
}

/** One for each file that was built for its own sake. */
export function bundles({ outputs }: BundleSizes): readonly Bundle[] {
  return Object.entries(outputs)
    .flatMap(([name, { entryPoint }]) => {
      const [, of] = /^functions\/(.+)\.ts$/u.exec(entryPoint ?? "") ?? [];
      return of === undefined ? [] : [{ name, of }];
    })
    .map(({ name, of }) => {
      const loaded = [...reachedFrom(name, outputs)]
        .map((path) => outputs[path])
        .filter((output) => output !== undefined);
      return { name, of, bytes: loaded.reduce((sum, { bytes }) => sum + bytes, 0), outputs: loaded };
    });
}

function reachedFrom(name: string, outputs: BundleSizes["outputs"], seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const { path, kind } of outputs[name]?.imports ?? []) {
    if (kind === "import-statement" && path in outputs) reachedFrom(path, outputs, seen);
  }
  return seen;
}

/** One sentence for each bundle that is larger than its budget (bytes by name of the function) or has none. */
export function overBudget(sizes: BundleSizes, budgets: Readonly<Record<string, number>>): readonly string[] {
  return bundles(sizes).flatMap((bundle) => {
    const budget = budgets[bundle.of];
    if (budget === undefined) return [`${bundle.name} has no size budget: give it one in infra/budgets.ts`];
    if (bundle.bytes <= budget) return [];
    const over = `${kilobytes(bundle.bytes - budget)} over its budget of ${kilobytes(budget)}`;
    return [`${bundle.name} is ${kilobytes(bundle.bytes)}, ${over}; its largest parts: ${largest(bundle, 5)}`];
  });
}

export const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

function largest({ outputs }: Bundle, count: number): string {
  const sizes = new Map<string, number>();
  for (const [input, { bytesInOutput }] of outputs.flatMap(({ inputs }) => Object.entries(inputs)))
    sizes.set(packageOf(input), (sizes.get(packageOf(input)) ?? 0) + bytesInOutput);
  return [...sizes]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, bytes]) => `${name} ${kilobytes(bytes)}`)
    .join(", ");
}

/** `node_modules/@scope/name/…` counts as `@scope/name`, whatever is ours by its file. */
function packageOf(input: string): string {
  const [, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(input) ?? [];
  return name ?? input;
}
