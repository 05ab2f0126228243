import type * as z from "zod";
import { published } from "./events/published.ts";
import { fleetPlan } from "./plan.ts";

/** Every schema that others may rely on, by the name of its file in docs/schemas. */
export const schemas: Readonly<Record<string, z.ZodType>> = { ...published, plan: fleetPlan };
