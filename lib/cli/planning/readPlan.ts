import { fleetPlan, type FleetPlan } from "../../api/plan.ts";
import { checked, sentence } from "../../api/problem.ts";
import { fileText } from "../fileText.ts";
import { UserError } from "../userError.ts";

/** A plan that was kept. Throws UserError for a file that is none. */
export function readPlan(file: string): FleetPlan {
  const read = checked(fleetPlan, contentOf(file));
  if (read.kind === "valid") return read.value;
  const [first] = read.problems;
  const because = first === undefined ? "it is empty" : sentence(first);
  throw new UserError(`${file}: not a plan that this version reads (plan --out, or plan -o json): ${because}`);
}

function contentOf(file: string): unknown {
  const text = fileText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file}: not a plan (plan --out, or plan -o json), as it is no JSON: ${because}`);
  }
}
