import { phase } from "./phases.ts";
import { flinkImages, script } from "./rig.ts";

const minute = 60_000;

/** All that clusters are made of: what has to be installed, Kubernetes, images of Flink. What is there is not made again. */
export async function makeRigParts(): Promise<void> {
  await phase("packages", () => script("packages.sh", [], 15 * minute));
  await phase("build of Kubernetes", () => script("build.sh", [], 25 * minute));
  for (const image of Object.values(flinkImages)) {
    const version = image.slice(image.lastIndexOf(":") + 1);
    await phase(`image of Flink ${version}`, () => script("flink-image.sh", [version], 15 * minute));
  }
}
