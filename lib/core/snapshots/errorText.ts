/** The message in `status.error`, which is JSON (as of the Apache operator) or plain text. */
export function errorText(error: string | undefined): string {
  if (error === undefined) return "";
  try {
    const { message } = JSON.parse(error) as { readonly message?: unknown };
    return typeof message === "string" ? message : error;
  } catch {
    return error;
  }
}
