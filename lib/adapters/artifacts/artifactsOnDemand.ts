import type { Artifacts } from "../../ports/index.ts";
import type { ArtifactSettings } from "./fetchedArtifacts.ts";

/** Loads what fetches jars with the first jar: most runs need none, and no run that only sends wakes. */
export function artifactsOnDemand(settings: ArtifactSettings): Artifacts {
  let loaded: Promise<Artifacts> | undefined;
  const load = async (): Promise<Artifacts> => {
    const { FetchedArtifacts } = await import("./fetchedArtifacts.ts");
    return new FetchedArtifacts(settings);
  };
  return { open: async (uri, request) => await (await (loaded ??= load())).open(uri, request) };
}
