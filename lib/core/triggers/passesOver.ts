import type { Selector } from "../../api/events/selector.ts";
import { isCanary } from "../lifecycle/validation/canaryLabel.ts";
import type { Subject } from "./selects.ts";

/**
 * A canary is a probe of its cluster and runs no job: a selector means it only by its very name, or by the label that makes it one. What is
 * asked of it then is refused, with the reason.
 */
export const passesOver = (
  { names, labels: asked }: Selector,
  { name, labels }: Pick<Subject, "name" | "labels">,
): boolean => isCanary(labels) && !isCanary(asked) && names?.includes(name) !== true;
