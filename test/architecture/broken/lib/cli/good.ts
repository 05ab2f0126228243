// breaks: nothing
import { stdout } from "node:process";
import { wired } from "./wiring.ts";

export const good = [stdout, wired];
