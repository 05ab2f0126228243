import type { TestProject } from "vitest/node";
import { startMoto } from "./motoServer.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the emulated AWS answers. */
    readonly moto: string;
  }
}

/** One emulated AWS for all test files. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startMoto();
  project.provide("moto", url);
  return stop;
}
