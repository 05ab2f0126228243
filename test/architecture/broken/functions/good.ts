// breaks: nothing
import { region } from "./config.ts";
import { wired } from "./wiring.ts";

export const good = [region, wired];
