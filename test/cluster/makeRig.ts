import { phaseTable } from "./support/phases.ts";
import { lockRig } from "./support/rigLock.ts";
import { makeRigParts } from "./support/rigParts.ts";

// Beforehand, so that the cluster suite finds it: CI has time for it beside its other phases.
const release = await lockRig();
try {
  await makeRigParts();
} finally {
  release();
  process.stderr.write(`${phaseTable()}\n`);
}
