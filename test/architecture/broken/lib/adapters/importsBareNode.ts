// breaks: unicorn(prefer-node-protocol)
import { readFileSync } from "fs";

export const read = readFileSync;
