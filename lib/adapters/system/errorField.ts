/** A field that Node and SDKs put on their errors, `code` for example, when it is there and a string. */
export function errorField(error: unknown, name: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value;
  return typeof value === "string" ? value : undefined;
}
