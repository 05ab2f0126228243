import { expect, test } from "vitest";
import { startedOver } from "../../../../lib/core/lifecycle/upgrade/startedOver.ts";
import { aLook, answeredOf, job } from "../support/builders.ts";
import { aState, checkpointInfo, staged, told } from "../support/stages.ts";

const looked = (state: ReturnType<typeof aState>, checkpoints: ReturnType<typeof told>) =>
  startedOver(aLook({ resource: staged({ fleet: { state } }), flink: answeredOf("RUNNING", { checkpoints }) }));

test.for([
  { when: "it has no checkpoint any more", checkpoints: told() },
  { when: "it counts from before", checkpoints: told({ completed: checkpointInfo(6) }) },
])("a job has begun again when $when", ({ checkpoints }) => {
  expect(looked(aState(), checkpoints)).toContain("was at checkpoint 7");
});

test.for([
  { when: "it goes on", state: aState(), checkpoints: told({ completed: checkpointInfo(8) }) },
  { when: "it is where it was", state: aState(), checkpoints: told({ restored: checkpointInfo(7) }) },
  { when: "the state is of the job before", state: aState({ jobId: `${job.slice(1)}0` }), checkpoints: told() },
  { when: "a user has named the state", state: aState({ checkpointId: undefined }), checkpoints: told() },
])("and has not when $when", ({ state, checkpoints }) => {
  expect(looked(state, checkpoints)).toBeUndefined();
});
