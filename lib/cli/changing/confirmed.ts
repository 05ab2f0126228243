import type { Found } from "../selection/found.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../userError.ts";
import { placeOf, placeText } from "./outcome.ts";

/** Asks before more than one resource is changed. Throws UserError for a no, and where nobody can be asked. */
export async function confirmed(action: string, found: readonly Found[], { ask, err }: Terminal): Promise<void> {
  const places = found.map(({ subject }) => placeText(placeOf(subject)));
  const what = `${action} ${places.length} resources`;
  if (ask === undefined)
    throw new UserError(
      `this would ${what} (${shortened(places)}), and nobody can be asked here: pass --yes if that is meant`,
    );
  err(`This would ${what}:\n${places.map((place) => `  ${place}`).join("\n")}`);
  const answer = await ask("Is that meant? [y/N] ");
  if (!/^\s*y(es)?\s*$/i.test(answer)) throw new UserError("not confirmed: nothing was changed");
}

function shortened(places: readonly string[]): string {
  const rest = places.length > 5 ? ` and ${places.length - 5} more` : "";
  return `${places.slice(0, 5).join(", ")}${rest}`;
}
