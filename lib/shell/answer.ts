import { checked, sentence } from "../api/problem.ts";
import { wake as schema } from "../api/wake.ts";
import { Faulted } from "../core/fault.ts";
import { retryDelay } from "../core/sweeping/retryDelay.ts";
import { wakeKey } from "../core/sweeping/wakeKey.ts";
import type { DeadLetters, Deliveries, Delivery, Wake } from "../ports/index.ts";
import { look, type LookPorts } from "./look.ts";

export interface AnswerPorts extends LookPorts {
  readonly deadLetters: DeadLetters;
  readonly deliveries: Deliveries;
  /** A message that has failed as often is given up. */
  readonly mostAttempts: number;
}

/**
 * Answers the messages of one batch, those that ask for the same thing by one look. A message that cannot be understood is a dead letter
 * at once, one that fails for the last time too. Throws where a message failed and is to come again, which is put off.
 */
export function answering(ports: AnswerPorts): (delivery: Delivery) => Promise<void> {
  const looks = new Map<string, Promise<void>>();
  const lookOnce = (wake: Wake): Promise<void> => {
    const underway = looks.get(wakeKey(wake)) ?? look(wake, ports);
    looks.set(wakeKey(wake), underway);
    return underway;
  };
  return async (delivery) => {
    const asked = understood(delivery.body);
    if (asked.kind === "unreadable") return giveUp(delivery, asked.because, ports);
    try {
      await lookOnce(asked.wake);
    } catch (error) {
      if (delivery.attempts >= ports.mostAttempts) return giveUp(delivery, reasonOf(error), ports);
      await putOff(delivery, reasonOf(error), ports);
      throw error;
    }
  };
}

type Understood =
  | { readonly kind: "wake"; readonly wake: Wake }
  | { readonly kind: "unreadable"; readonly because: string };

function understood(body: string): Understood {
  try {
    const read = checked(schema, JSON.parse(body));
    if (read.kind === "valid") return { kind: "wake", wake: read.value };
    return { kind: "unreadable", because: `this is no wake: ${read.problems.map(sentence).join("; ")}` };
  } catch (error) {
    return { kind: "unreadable", because: `this is no JSON: ${reasonOf(error)}` };
  }
}

async function giveUp({ body, attempts }: Delivery, because: string, { deadLetters, log }: AnswerPorts): Promise<void> {
  log.warn("Message is given up", { body, attempts, because });
  await deadLetters.bury(body, because, attempts);
}

/** Otherwise it would come again when the queue takes us for lost, which may be too soon or too late. */
async function putOff(delivery: Delivery, because: string, { deliveries, log }: AnswerPorts): Promise<void> {
  const { body, attempts } = delivery;
  const by = retryDelay(attempts);
  log.warn("Message failed and comes again", { body, attempts, because, seconds: by / 1000 });
  try {
    await deliveries.putOff(delivery, by);
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    log.warn("Message cannot be put off", { because: error.message });
  }
}

/** Of several errors the first one. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return `${error.message}: ${String(error.errors[0])}`;
  return error instanceof Error ? error.message : String(error);
}
