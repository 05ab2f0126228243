import { readFleet } from "../../api/fleet/readFleet.ts";
import type { FleetFile } from "../../api/fleet.ts";
import { Faulted } from "../../core/fault.ts";
import { later, minutes } from "../../core/time.ts";
import type { Clock, Log } from "../../ports/system.ts";
import { renewed } from "../eks/renewed.ts";

interface Source {
  /** For messages. */
  readonly name: string;
  /** Throws `Faulted`. */
  readonly text: () => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The fleet file, read again when a minute has passed, and the same object as long as it is unchanged. Where a later version cannot be
 * read, the last good one stays, and the log says why. Throws `Faulted` only where there was no good one yet.
 */
export function keptFleetFile({ name, text, clock, log }: Source): () => Promise<FleetFile> {
  let kept: { readonly text: string; readonly file: FleetFile } | undefined;

  async function newest(): Promise<FleetFile> {
    const now = await text();
    if (kept?.text !== now) kept = { text: now, file: parsed(now, name) };
    return kept.file;
  }

  return renewed(clock, async () => {
    const until = later(clock.now(), minutes(1));
    try {
      return { value: await newest(), until };
    } catch (error) {
      if (!(error instanceof Faulted) || kept === undefined) throw error;
      log.warn("Fleet file cannot be read: the last one that could stays in force", {
        file: name,
        because: error.message,
      });
      return { value: kept.file, until };
    }
  });
}

function parsed(text: string, name: string): FleetFile {
  const read = readFleet(text, name);
  if (read.kind === "valid") return read.fleet;
  throw new Faulted({ kind: "rejected", what: "the fleet file is not right", because: read.messages.join("\n") });
}
