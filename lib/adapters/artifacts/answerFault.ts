import type { Dispatcher } from "undici";
import type { Fault } from "../../core/fault.ts";

const headerOption = "kubernetes.operator.user.artifacts.http.header";

interface Asked {
  readonly what: string;
  /** Who answered. */
  readonly from: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** What an answer that is no redirect means, if it is not the jar. */
export function answerFault(
  { statusCode, headers }: Pick<Dispatcher.ResponseData, "statusCode" | "headers">,
  { what, from, headers: sent }: Asked,
): Fault | undefined {
  const answers = `${from.hostname} answers ${statusCode}`;
  if (statusCode === 200) {
    if (!isPage(headers["content-type"])) return undefined;
    return {
      kind: "rejected",
      what,
      because: `${from.hostname} answers with a web page, not with a jar: ${credentials(sent)}`,
    };
  }
  if (statusCode >= 500 || [408, 425, 429].includes(statusCode)) return { kind: "unavailable", what, because: answers };
  return { kind: "rejected", what, because: `${answers}${advice(statusCode, sent)}` };
}

function advice(statusCode: number, sent: Asked["headers"]): string {
  if (statusCode === 404 || statusCode === 410)
    return ": there is no such file: correct spec.job.jarURI, or put the jar there";
  if (statusCode === 401 || statusCode === 403) return `: ${credentials(sent)}`;
  return statusCode < 300 ? ", where 200 with the whole jar is right" : "";
}

function credentials(sent: Asked["headers"]): string {
  const names = Object.keys(sent);
  return names.length === 0
    ? `if it asks for credentials, give them in ${headerOption}, for example Authorization:Bearer …`
    : `look whether what ${headerOption} gives (${names.join(", ")}) is right for it`;
}

const isPage = (type: string | readonly string[] | undefined): boolean => /^text\/html\b/i.test(String(type));
