import type { Charge } from "../api/charge.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { Row } from "./row.ts";

interface Told {
  readonly error?: string;
  readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
}

/** A row of what somebody else operates says so, and tells what that writes: it knows one condition, and its errors. */
export function inCharge({ next, ...row }: Row, { status }: KubernetesObject, charge: Charge): Row {
  if (charge === "operate") return next === undefined ? row : { ...row, next };
  const { error, conditions = [] } = (status ?? {}) as Told;
  const running = conditions.find(({ type }) => type === "Running")?.message;
  const message = error === undefined || error === "" ? (running ?? "nothing is told of it") : error;
  return { ...row, charge, message: `${charge === "shadow" ? "shadowed" : "observed"}: ${message}` };
}
