import type { Circumstances } from "../../../../lib/core/lifecycle/circumstances.ts";
import { shippedDefaults, type OperatorDefaults } from "../../../../lib/core/configuration/defaults.ts";
import type { JobId, TriggerId } from "../../../../lib/core/flink.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { observe } from "../../../../lib/shell/observe.ts";
import { observeSessionJob } from "../../../../lib/shell/observeSessionJob.ts";
import { Shard } from "../../../../lib/shell/shard.ts";
import type { Sweep } from "../../../../lib/shell/sweep.ts";
import { Scene } from "../../../sequence/support/scene.ts";

export interface Look {
  readonly seen: Seen;
  readonly circumstances: Circumstances;
}

/** A scene that keeps what was seen before every pass. */
export class LookingScene extends Scene {
  readonly looks: Look[] = [];
  readonly #defaults: OperatorDefaults;

  constructor(defaults: OperatorDefaults = shippedDefaults) {
    super();
    this.#defaults = defaults;
  }

  override get ports(): Scene["ports"] {
    return { ...super.ports, defaults: this.#defaults };
  }

  override async pass(): Promise<Sweep> {
    const [spoke] = await this.world.fleet.spokes();
    if (spoke === undefined) throw new Error("the world has no spoke");
    const shard = new Shard(await spoke.connect(), { namespaces: ["default"] });
    const now = this.world.clock.now();
    const lens = { now, defaults: this.#defaults };
    for (const object of this.spoke.api.list("FlinkDeployment").items)
      this.#keep(await observe(object, shard, lens), this.#defaults);
    for (const object of this.spoke.api.list("FlinkSessionJob").items) {
      const { seen, defaults } = await observeSessionJob(object, shard, lens, this.world.ids);
      this.#keep(seen, defaults);
    }
    return super.pass();
  }

  #keep(seen: Seen, defaults: OperatorDefaults): void {
    const nth = this.looks.length.toString(16).padStart(32, "0");
    const fresh = { jobId: nth as JobId, deploymentId: `deployment-${nth}`, triggerId: nth as TriggerId };
    this.looks.push({ seen, circumstances: { now: seen.at, fresh, defaults } });
  }
}
