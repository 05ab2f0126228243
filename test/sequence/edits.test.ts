import { seconds } from "../../lib/core/time.ts";
import {
  begun,
  completeUnseen,
  degraded,
  later,
  restart,
  resume,
  stable,
  suspend,
  tellStories,
} from "./support/stories.ts";

const invalid = { logConfiguration: { "x.properties": "" } };
const bad = { image: "registry.invalid/does-not-exist:1" };

tellStories("edits", [
  {
    called: "edited again while stopping, one restart does",
    act: async (stage) => {
      restart(stage, 1);
      await begun(stage);
      restart(stage, 2);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "edited back while stopping",
    act: async (stage) => {
      stage.edit("another image", { image: "flink:1.20.1" });
      await begun(stage);
      stage.edit("the image as it was", { image: "flink:1.20" });
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "edited again while the next cluster comes up",
    act: async (stage) => {
      restart(stage, 1);
      await later(stage, seconds(10));
      restart(stage, 2);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "the state is given up while stopping",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.edit("stateless", { job: { upgradeMode: "stateless" } });
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
  {
    called: "from savepoint to last-state while stopping, the savepoint counts",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.edit("last-state", { job: { upgradeMode: "last-state" } });
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "invalid while stopping, the last good spec runs on, then corrected",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.edit("invalid", invalid);
      await later(stage);
      stage.edit("corrected", { logConfiguration: null });
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "invalid and stateless while stopping, no state is given up",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.edit("invalid and stateless", { ...invalid, job: { upgradeMode: "stateless" } });
      await later(stage);
    },
    ends: degraded("ValidationError"),
  },
  {
    called: "suspended while stopping for an upgrade",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      suspend(stage);
      await later(stage);
    },
    ends: { lifecycleState: "SUSPENDED" },
  },
  {
    called: "wanted again while stopping for a suspension",
    act: async (stage) => {
      suspend(stage);
      await begun(stage);
      resume(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "suspended while the next cluster comes up",
    act: async (stage) => {
      restart(stage);
      await later(stage, seconds(10));
      suspend(stage);
      await later(stage);
      resume(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a bad image while stopping, then a good one",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.edit("an image that does not exist", bad);
      await later(stage);
      stage.edit("a good image", { image: "flink:1.20.1" });
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "deleted while stopping",
    act: async (stage) => {
      restart(stage);
      await completeUnseen(stage);
      stage.scene.tell("delete  the resource");
      stage.scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name: stage.name });
      await later(stage);
      stage.scene.tell(
        `left    ${["FlinkDeployment", "Deployment", "Pod", "Service", "ConfigMap"].flatMap((kind) => stage.scene.names(kind)).join(" ")}`,
      );
      stage.scene.apply({ ...(await import("./support/application.ts")).application() });
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
]);
