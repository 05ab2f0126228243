import { isJson, textAt, type Json } from "../objects/json.ts";
import type { Found } from "./compared.ts";
import { isOptionFile, optionLines } from "./optionLines.ts";

/** The files in a ConfigMap: of Flink's configuration the options that differ, of any other that it does. Files of others are theirs. */
export function comparedData(wanted: unknown, found: unknown): readonly Found[] {
  const [files, live] = [isJson(wanted) ? wanted : {}, isJson(found) ? found : {}];
  return Object.keys(files).flatMap((name) => comparedFile(name, files, live));
}

function comparedFile(name: string, files: Json, live: Json): readonly Found[] {
  const [wanted, found] = [textAt(files, name) ?? "", textAt(live, name)];
  const path = ["data", name];
  if (wanted === found) return [];
  if (found === undefined) return [{ path, wanted: lineCount(wanted), found: undefined }];
  if (!isOptionFile(name)) return [{ path, wanted: lineCount(wanted), found: lineCount(found) }];
  const [ours, theirs] = [optionLines(wanted), optionLines(found)];
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((option) => ours.get(option) !== theirs.get(option))
    .map((option) => ({ path: [...path, option], wanted: ours.get(option), found: theirs.get(option) }));
}

/** Enough to see that somebody was there: what a file says may be a secret. */
const lineCount = (text: string): string => `${text.trimEnd().split("\n").length} lines`;
