import { changeResults } from "../../api/resources/changesJournal.ts";
import { statusHere } from "../../shell/triggerStatus.ts";
import { type Instant, later, type Millis, seconds } from "../../core/time.ts";
import type { StatusPart } from "../../ports/index.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Made } from "./made.ts";
import type { Outcome } from "./outcome.ts";

const between = seconds(2);

type Ports = Pick<Surroundings, "clock" | "sleep" | "stopped" | "terminal">;

/** Waits for the end of what was accepted, and tells each when it is known. What is not known in time stays accepted, with the reason. */
export async function waited(
  changeId: string,
  all: readonly Made[],
  { timeout, tell }: { readonly timeout: Millis; readonly tell: (outcome: Outcome) => void },
  ports: Ports,
): Promise<readonly Made[]> {
  const end = later(ports.clock.now(), timeout);
  let known = all;
  for (;;) {
    const open = known.filter(isOpen);
    ports.terminal.progress(progressText(open, known.length));
    if (open.length === 0) return known;
    const status = await statusOf(changeId, open);
    known = known.map((one) => (isOpen(one) ? ended(one, status) : one));
    for (const { of, outcome } of known)
      if (open.some((one) => one.of === of) && outcome.outcome !== "accepted") tell(outcome);
    const because = isOver(end, ports);
    if (because !== undefined) {
      ports.terminal.progress(undefined);
      return known.map((one) => unended(one, because, tell));
    }
    if (known.some(isOpen)) await ports.sleep(between);
  }
}

function progressText(open: readonly Made[], all: number): string | undefined {
  const names = open.map(({ of }) => of.subject.name).join(", ");
  return open.length === 0 ? undefined : `waiting for ${open.length} of ${all}: ${names}`;
}

const isOpen = ({ outcome }: Made): boolean => outcome.outcome === "accepted";

function isOver(end: Instant, { clock, stopped }: Ports): string | undefined {
  if (stopped()) return "the wait was interrupted: it goes on by itself";
  return clock.now() >= end ? "it is on its way still, and the time to wait is over" : undefined;
}

async function statusOf(changeId: string, open: readonly Made[]): Promise<StatusPart> {
  const names = [...new Set(open.map(({ of }) => of.subject.name))];
  const namespaces = [...new Set(open.map(({ of }) => of.subject.namespace))];
  const spokes = [...new Set(open.map(({ of }) => of.spoke))];
  return await statusHere({ version: 1, changeId, selector: { names, namespaces } }, [{}], spokes);
}

/** A cluster that cannot be looked at says nothing of what is in it. */
function ended(one: Made, { resources, refused }: StatusPart): Made {
  const { subject, object } = one.of;
  if (refused.some(({ resource }) => resource?.spoke === subject.spoke)) return one;
  const same = (other: StatusPart["resources"][number]): boolean =>
    other.uid === object.metadata.uid && other.spoke === subject.spoke;
  const found = resources.find(same);
  const { cluster, namespace, resource, kind } = one.outcome;
  const place = { cluster, namespace, resource, kind };
  if (found === undefined) {
    const because = "it was deleted, or somebody took the note of the change away";
    return { ...one, outcome: { ...place, outcome: "failed", because } };
  }
  const result = changeResults.find((known) => known === found.result);
  if (result === undefined) return one;
  const at = found.at === undefined ? {} : { at: found.at };
  return { ...one, outcome: { ...place, outcome: result, ...at } };
}

function unended(one: Made, because: string, tell: (outcome: Outcome) => void): Made {
  if (one.outcome.outcome !== "accepted") return one;
  const outcome: Outcome = { ...one.outcome, because };
  tell(outcome);
  return { ...one, outcome };
}
