import { begin, phase, phaseTable } from "./phases.ts";
import { forgetRecordings, replayRecordings } from "./recordings.ts";
import { type ClusterName, kubectl, script } from "./rig.ts";
import { lockRig } from "./rigLock.ts";
import { makeRigParts } from "./rigParts.ts";

const minute = 60_000;
const clusters: readonly { readonly name: ClusterName; readonly index: number }[] = [
  { name: "east", index: 1 },
  { name: "west", index: 2 },
];
const keep = process.env["RIG_KEEP"] === "1";

/** Brings the clusters up; what it returns takes them down. With RIG_KEEP=1 running ones are used again and kept. */
export async function setup(): Promise<() => Promise<void>> {
  const release = await lockRig();
  await makeRigParts();
  if (!keep) await phase("what an earlier run left", () => script("down.sh", [], 2 * minute));
  await phase("clusters", async () => {
    await Promise.all(clusters.map(({ name, index }) => bringUp(name, String(index))));
  });
  await forgetRecordings();
  const endTests = begin("tests");
  return async () => {
    endTests();
    if (!keep) await phase("taking down", () => script("down.sh", [], 2 * minute));
    const replay = await phase("replay of all decisions", replayRecordings);
    process.stderr.write(`\n${phaseTable()}\n${replay.told}\n`);
    release();
    // What is thrown here fails the run.
    if (!replay.isSame)
      throw new Error(`decisions of this run come out otherwise when they are made again:\n${replay.told}`);
  };
}

async function bringUp(name: ClusterName, index: string): Promise<void> {
  if (keep && (await answers(name))) return;
  await script("control.sh", [name, index], 4 * minute);
  await script("node.sh", [name, index], 6 * minute);
}

async function answers(name: ClusterName): Promise<boolean> {
  try {
    return (await kubectl(name, "get", "nodes", "--request-timeout=5s")).includes(" Ready ");
  } catch {
    return false;
  }
}
