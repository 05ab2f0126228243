import type { Images } from "../../ports/images.ts";
import type { CredentialSource } from "../eks/credentials.ts";

/** The client of ECR is loaded when a tag is to be resolved: most functions never do. */
export function imagesOnDemand(credentials: CredentialSource): Images {
  let loaded: Promise<Images> | undefined;
  const images = async (): Promise<Images> =>
    await (loaded ??= import("./ecrImages.ts").then(({ EcrImages }) => new EcrImages(credentials)));
  return { digestOf: async (repository, tag) => await (await images()).digestOf(repository, tag) };
}
