import { checked, sentence } from "../api/problem.ts";
import { zoneQuestion } from "../api/zone.ts";
import { instant } from "../core/time.ts";
import type { Fleet, ZoneAnswer, ZoneQuestion } from "../ports/index.ts";
import { atOnce } from "./atOnce.ts";
import { type SpokePorts, triggerSpoke } from "./triggerSpoke.ts";
import { statusHere } from "./triggerStatus.ts";

export interface ZonePorts extends SpokePorts {
  readonly fleet: Fleet;
}

/** Answers what is asked about clusters that are reached from here alone. Who asks has seen to it that it may be asked. Throws `Faulted`. */
export async function answerZone(asked: unknown, ports: ZonePorts): Promise<ZoneAnswer> {
  const question = questionIn(asked);
  const spokes = (await ports.fleet.spokes()).filter(({ name }) => question.spokes.includes(name));
  if (question.kind === "status") {
    return { kind: "status", status: await statusHere(question.asked, question.allowed, spokes) };
  }
  const deadline = instant(Math.min(question.deadline, ports.deadline));
  const made = await atOnce(spokes.map((spoke) => () => triggerSpoke(question.request, spoke, { ...ports, deadline })));
  return { kind: "change", answers: made.flat() };
}

function questionIn(asked: unknown): ZoneQuestion {
  const read = checked(zoneQuestion, asked);
  if (read.kind === "invalid") throw new Error(`this is no question: ${read.problems.map(sentence).join("; ")}`);
  const { value } = read;
  const deadline = instant(value.deadline);
  if (value.kind === "status") return { ...value, deadline };
  const { request } = value;
  const times = { requestedAt: instant(request.requestedAt), deadline: instant(request.deadline) };
  return { ...value, deadline, request: { ...request, ...times } };
}
