import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type * as z from "zod";
import { zoneAnswer } from "../../api/zone.ts";
import { Faulted } from "../../core/fault.ts";
import { seconds } from "../../core/time.ts";
import type { Answer } from "../../core/triggers/answer.ts";
import type { ChangeQuestion, Clock, StatusPart, StatusQuestion, ZoneQuestion, Zones } from "../../ports/index.ts";
import { awsFault } from "../eks/awsFault.ts";

interface Options {
  /** Network zone → the name of the function in it. */
  readonly functions: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/** For what was begun right before the deadline, and for the way back. */
const grace = seconds(15);

/** The functions of network zones, each invoked while its caller waits. */
export class LambdaZones implements Pick<Zones, "change" | "status"> {
  readonly #client: LambdaClient;
  readonly #options: Options;

  constructor(client: LambdaClient, options: Options) {
    this.#client = client;
    this.#options = options;
  }

  async change(zone: string, question: ChangeQuestion): Promise<readonly Answer[]> {
    const answer = await this.#ask(zone, question);
    if (answer.kind === "change") return answer.answers;
    throw wrong(zone, "it answered another question");
  }

  async status(zone: string, question: StatusQuestion): Promise<StatusPart> {
    const answer = await this.#ask(zone, question);
    if (answer.kind === "status") return answer.status;
    throw wrong(zone, "it answered another question");
  }

  async #ask(zone: string, question: ZoneQuestion): Promise<z.output<typeof zoneAnswer>> {
    const left = Math.max(0, question.deadline + grace - this.#options.clock.now());
    const { FunctionError, Payload } = await this.#client
      .send(new InvokeCommand({ FunctionName: this.#options.functions[zone], Payload: JSON.stringify(question) }), {
        abortSignal: AbortSignal.timeout(left),
      })
      .catch((error: unknown) => Promise.reject(awsFault(error, nameOf(zone))));
    // What it threw is in its own log: it may name what is not for whoever has asked.
    if (FunctionError !== undefined) throw wrong(zone, `it failed (${FunctionError}): its log says why`);
    const read = zoneAnswer.safeParse(parsed(Payload?.transformToString()));
    if (!read.success) throw wrong(zone, "its answer cannot be read: is it of the same version?");
    return read.data;
  }
}

const nameOf = (zone: string): string => `function of the network zone ${zone}`;

const wrong = (zone: string, because: string): Faulted =>
  new Faulted({ kind: "unavailable", what: nameOf(zone), because });

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
