import pLimit from "p-limit";
import { zoneQuestion } from "../api/zone.ts";
import { instant } from "../core/time.ts";
import type { Fleet, ZoneAnswer, ZoneQuestion } from "../ports/index.ts";
import { type SpokePorts, triggerSpoke } from "./triggerSpoke.ts";
import { statusHere } from "./triggerStatus.ts";

export interface ZonePorts extends SpokePorts {
  readonly fleet: Fleet;
}

const spokesAtOnce = 10;

/** Answers what is asked about clusters that are reached from here alone. Who asks has seen to it that it may be asked. Throws `Faulted`. */
export async function answerZone(asked: unknown, ports: ZonePorts): Promise<ZoneAnswer> {
  const question = questionIn(asked);
  const spokes = (await ports.fleet.spokes()).filter(({ name }) => question.spokes.includes(name));
  if (question.kind === "status") {
    return { kind: "status", status: await statusHere(question.asked, question.allowed, spokes) };
  }
  const deadline = instant(Math.min(question.deadline, ports.deadline));
  const limit = pLimit(spokesAtOnce);
  const made = spokes.map((spoke) => limit(() => triggerSpoke(question.request, spoke, { ...ports, deadline })));
  return { kind: "change", answers: (await Promise.all(made)).flat() };
}

function questionIn(asked: unknown): ZoneQuestion {
  const read = zoneQuestion.parse(asked);
  const deadline = instant(read.deadline);
  if (read.kind === "status") return { ...read, deadline };
  const { request } = read;
  const times = { requestedAt: instant(request.requestedAt), deadline: instant(request.deadline) };
  return { ...read, deadline, request: { ...request, ...times } };
}
