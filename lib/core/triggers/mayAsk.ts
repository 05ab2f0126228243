import type { Triggers } from "../../api/fleet/triggers.ts";
import type { Action } from "./changeRequest.ts";
import { type Caller, callerText, type NamedSender, sendersOf } from "./senders.ts";

export type Permission =
  | { readonly kind: "allowed"; readonly sender: NamedSender }
  | { readonly kind: "refused"; readonly by?: string; readonly because: string };

/** The first sender of the fleet file that the caller is and that may do this. */
export function mayAsk(triggers: Pick<Triggers, "senders">, caller: Caller, action: Action): Permission {
  const found = sendersOf(triggers, caller);
  const sender = found.find(({ may }) => may.includes(action));
  if (sender !== undefined) return { kind: "allowed", sender };
  const [known] = found;
  if (known === undefined)
    return { kind: "refused", because: `no sender under triggers.senders of the fleet file is ${callerText(caller)}` };
  const because = `${known.name} may not ask for ${action}: triggers.senders.${known.name}.may is ${known.may.join(", ")}`;
  return { kind: "refused", by: known.name, because };
}
