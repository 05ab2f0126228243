import { requests } from "../../api/events/requests.ts";
import { triggers } from "../../api/fleet/triggers.ts";
import { checked, sentence } from "../../api/problem.ts";
import type { Action, Change, ChangeRequest } from "../../core/triggers/changeRequest.ts";
import { later } from "../../core/time.ts";
import { withPinnedImage } from "../../shell/triggerRequest.ts";
import type { Surroundings } from "../surroundings.ts";
import { UserError } from "../userError.ts";
import type { ChangeOptions, RedeployOptions } from "./changeOptions.ts";

/** A request that lacks only what it is made to. */
export type AskedFor = Omit<ChangeRequest, "selector">;

type Ports = Pick<Surroundings, "clock" | "ids" | "images" | "user">;

/** The request that a command line means. Throws UserError, and `Faulted` where a registry cannot be asked. */
export async function askedFor(
  action: Action,
  options: ChangeOptions,
  allowTags: boolean,
  { clock, ids, images, user }: Ports,
): Promise<AskedFor> {
  refuseUnmeant(action, options);
  const { image, digest, jar: jarURI, arg: args, config: flinkConfiguration } = options;
  const id = options.changeId ?? ids.uuid();
  const of = action === "redeploy" ? { image, digest, jarURI, args, flinkConfiguration } : {};
  const detail = { version: 1, changeId: id, selector: { clusters: ["*"] }, ...of };
  const read = checked(requests[`${action}.requested`], detail);
  if (read.kind === "invalid") throw new UserError(`${action}: ${read.problems.map(sentence).join("; ")}`);
  const asked: Change =
    action === "redeploy" ? { kind: action, image, jarURI, args, flinkConfiguration } : { kind: action };
  const rules = triggers.parse({ allowTags: allowTags || options.allowTag === true });
  const change = await withPinnedImage(asked, digest, { triggers: rules, images });
  if (change.kind === "refused") throw new UserError(`${change.because}; on the command line: --digest or --allow-tag`);
  const at = clock.now();
  return { id, change, by: user, allowed: {}, requestedAt: at, deadline: later(at, options.deadline) };
}

const settings = ["image", "jar", "arg", "config"] as const satisfies readonly (keyof RedeployOptions)[];
const besides = ["digest", "allowTag"] as const satisfies readonly (keyof RedeployOptions)[];

function refuseUnmeant(action: Action, options: RedeployOptions): void {
  const given = [...settings, ...besides].filter((name) => options[name] !== undefined);
  const [first] = given;
  if (action !== "redeploy" && first !== undefined)
    throw new UserError(`--${first === "allowTag" ? "allow-tag" : first} goes with redeploy, not with ${action}`);
  if (action === "redeploy" && !settings.some((name) => options[name] !== undefined))
    throw new UserError(
      "redeploy takes at least one of --image, --jar, --arg and --config; to start the same again: restart",
    );
}
