import type { Sender, Triggers } from "../../api/fleet/triggers.ts";

/** How somebody who asks for a change was seen. */
export type Caller =
  /** An event on the bus. The account is told by EventBridge, the source is chosen by whoever may put events. */
  | { readonly kind: "event"; readonly source: string; readonly account: string }
  /** A request over HTTPS that was signed with AWS credentials. */
  | { readonly kind: "iam"; readonly arn: string }
  /** A webhook whose secret was right. */
  | { readonly kind: "webhook"; readonly name: string };

export type NamedSender = Sender & { readonly name: string };

/** All that the caller is, in the order of the file: a source and an account may be those of several senders, with different rights. */
export function sendersOf({ senders }: Pick<Triggers, "senders">, caller: Caller): readonly NamedSender[] {
  return Object.entries(senders)
    .filter(([name, sender]) => isCaller(name, sender, caller))
    .map(([name, sender]) => ({ name, ...sender }));
}

function isCaller(name: string, sender: Sender, caller: Caller): boolean {
  const { principal, webhook } = sender;
  switch (caller.kind) {
    case "event":
      return isEventOf(sender, caller);
    case "iam":
      return principal !== undefined && isRole(principal, caller.arn);
    case "webhook":
      return webhook !== undefined && caller.name === name;
  }
}

function isEventOf({ source, account }: Sender, event: Extract<Caller, { readonly kind: "event" }>): boolean {
  if (source === undefined && account === undefined) return false;
  return (source ?? event.source) === event.source && (account ?? event.account) === event.account;
}

const session = /^arn:(?<partition>[a-z-]+):sts::(?<account>[0-9]{12}):assumed-role\/(?<role>[^/]+)\/.+$/;

/** A session of a role has lost the role's path. */
function isRole(role: string, caller: string): boolean {
  const found = session.exec(caller)?.groups;
  if (found === undefined) return role === caller;
  const [, partition, , , account, path = ""] = role.split(":");
  return partition === found["partition"] && account === found["account"] && path.split("/").at(-1) === found["role"];
}

/** `an event of com.example.ci from account 111122223333` */
export function callerText(caller: Caller): string {
  switch (caller.kind) {
    case "event":
      return `an event of ${caller.source} from account ${caller.account}`;
    case "iam":
      return caller.arn;
    case "webhook":
      return `webhook ${caller.name}`;
  }
}
