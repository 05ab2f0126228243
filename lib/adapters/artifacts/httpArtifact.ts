import { Agent, type Dispatcher, request } from "undici";
import type { Artifact } from "../../core/artifact.ts";
import type { ArtifactRules } from "../../core/configuration/artifactRules.ts";
import { Faulted } from "../../core/fault.ts";
import type { Millis } from "../../core/time.ts";
import { networkFault } from "../kubernetes/networkFault.ts";
import { answerFault } from "./answerFault.ts";
import { boundedBytes, checkSize } from "./boundedBytes.ts";
import { fileName } from "./fileName.ts";
import { guardedConnector } from "./guardedConnector.ts";
import type { Network } from "./network.ts";
import { redirected } from "./redirected.ts";
import { userHeaders } from "./userHeaders.ts";
import type { Wanted } from "./wanted.ts";

type Answer = Dispatcher.ResponseData;

const mostRedirects = 5;

/** Every connection is guarded, those of redirects among them, and none is kept. */
export const guardedAgent = (network: Network, rules: ArtifactRules, stall: Millis): Agent =>
  new Agent({ connect: guardedConnector(network, rules), allowH2: false, headersTimeout: stall, bodyTimeout: 0 });

/** GET. The body is passed on as it is sent, whatever its encoding. Throws `Faulted`. */
export async function httpArtifact(url: URL, wanted: Wanted, dispatcher: Dispatcher): Promise<Artifact> {
  const { what, limit, stall } = wanted;
  const { answer, from } = await followed(url, wanted, dispatcher);
  try {
    const fault = answerFault(answer, { what, from, headers: wanted.headers });
    if (fault !== undefined) throw new Faulted(fault);
    const size = sizeOf(answer);
    checkSize(size, { what, limit });
    const faultOf = (error: unknown): Faulted => networkFault(error, what, from.origin);
    const bytes = boundedBytes(answer.body, { what, limit, stall, faultOf });
    return { name: fileName(url.pathname), size, bytes, close: () => void answer.body.destroy() };
  } catch (error) {
    answer.body.destroy();
    throw error;
  }
}

interface Followed {
  readonly answer: Answer;
  readonly from: URL;
}

async function followed(start: URL, { what, headers }: Wanted, dispatcher: Dispatcher): Promise<Followed> {
  let from = start;
  let sent = userHeaders(headers, what);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const answer = await asked(from, { what, headers: sent }, dispatcher);
    const to = redirected(answer, from, what);
    if (to === undefined) return { answer, from };
    answer.body.destroy();
    // Once another origin has had a say in where to go, even the first one gets no credentials any more.
    if (to.origin !== start.origin) sent = {};
    from = to;
  }
  const because = `it is redirected more than ${mostRedirects} times: name the place where it is`;
  throw new Faulted({ kind: "rejected", what, because });
}

async function asked(
  url: URL,
  { what, headers }: Pick<Wanted, "what" | "headers">,
  dispatcher: Dispatcher,
): Promise<Answer> {
  try {
    const all = { accept: "*/*", "accept-encoding": "identity", "user-agent": "flink-fleet", ...headers };
    const answer = await request(url, { dispatcher, headers: all, reset: true });
    // A body that is given up would otherwise end the process.
    answer.body.on("error", () => undefined);
    return answer;
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "rejected") {
      const because = `its host ${url.hostname} is refused: ${error.fault.because}`;
      throw new Faulted({ kind: "rejected", what, because });
    }
    throw networkFault(error, what, url.origin);
  }
}

function sizeOf({ headers }: Answer): number | undefined {
  const size = headers["content-length"];
  return typeof size === "string" && /^\d+$/.test(size) ? Number(size) : undefined;
}
