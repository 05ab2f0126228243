import { expect, test } from "vitest";
import { zoneAnswer } from "../../lib/api/zone.ts";
import { type Fault, Faulted } from "../../lib/core/fault.ts";
import { later, seconds } from "../../lib/core/time.ts";
import type { Spoke, ZoneQuestion, Zones } from "../../lib/ports/index.ts";
import { answerZone } from "../../lib/shell/answerZone.ts";
import { triggerEvent } from "../../lib/shell/triggerEvent.ts";
import { triggerStatus } from "../../lib/shell/triggerStatus.ts";
import { application, Triggering } from "./support/triggering.ts";

const far = ["far", "farther"];
const spokes = ["near", ...far];

/** Two clusters that only the zone `private` reaches, and one that is not reached from there. */
class Apart extends Triggering {
  zoneFault: Fault | undefined;
  isLostAfterwards = false;
  readonly asked: ZoneQuestion[] = [];

  constructor() {
    super({ spokes });
    for (const spoke of spokes) this.create(application("orders"), spoke);
    this.through = (spoke) => seenFrom("outside", spoke);
  }

  get apart() {
    return { ...this.ports, zones: this.zones };
  }

  get zones(): Zones {
    return {
      isApart: (zone) => zone === "private",
      change: async (_, question) => {
        const answer = await this.#ask(question);
        return answer.kind === "change" ? answer.answers : [];
      },
      status: async (_, question) => {
        const answer = await this.#ask(question);
        return answer.kind === "status" ? answer.status : { resources: [], refused: [] };
      },
    };
  }

  async restart(selector: object) {
    return await triggerEvent(this.event("restart.requested", { selector }), this.apart);
  }

  async status(selector: object, allowed: object = { clusters: ["*"] }) {
    return await triggerStatus({ version: 1, changeId: "c-1", selector }, [allowed], this.apart);
  }

  get generations(): readonly number[] {
    return spokes.map((spoke) => this.resource("orders", { spoke }).metadata.generation);
  }

  /** What is asked and answered goes over the wire. */
  async #ask(question: ZoneQuestion) {
    this.asked.push(question);
    if (this.zoneFault !== undefined) throw new Faulted(this.zoneFault);
    const fleet = {
      spokes: async () => (await this.world.fleet.spokes()).map((spoke) => seenFrom("private", spoke)),
    };
    const answer = await answerZone(JSON.parse(JSON.stringify(question)), { ...this.ports, fleet });
    if (this.isLostAfterwards) throw new Faulted({ kind: "unavailable", what: "private", because: "timed out" });
    return zoneAnswer.parse(JSON.parse(JSON.stringify(answer)));
  }
}

function seenFrom(place: string, spoke: Spoke): Spoke {
  const zone = far.includes(spoke.name) ? "private" : "outside";
  const unreachable = new Faulted({ kind: "unavailable", what: spoke.name, because: "connect ETIMEDOUT" });
  return { ...spoke, zone, ...(zone === place ? {} : { connect: async () => Promise.reject(unreachable) }) };
}

/** Others have been answered by the time that it lets anybody in. */
const afterAWhile = (spoke: Spoke): Spoke => ({
  ...spoke,
  connect: async () => {
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    return await spoke.connect();
  },
});

test("a change is made in all clusters: by the function of their zone where they are not reached otherwise", async () => {
  const scene = new Apart();
  const answers = await scene.restart({ names: ["orders"] });
  expect(scene.generations).toEqual([2, 2, 2]);
  const said = answers.map(({ kind, detail }) => `${kind} ${detail.resource?.spoke}`);
  expect(said.toSorted()).toEqual(["accepted far", "accepted farther", "accepted near"]);
  expect(scene.told).toHaveLength(3);
  expect(scene.wakes.map(({ spoke }) => spoke).toSorted()).toEqual(spokes.toSorted());
});

test("it is made once, however often it is asked for", async () => {
  const scene = new Apart();
  await scene.restart({ names: ["orders"] });
  await scene.restart({ names: ["orders"] });
  expect(scene.generations).toEqual([2, 2, 2]);
});

test("a zone is asked about the clusters that are meant, and only where any are", async () => {
  const scene = new Apart();
  await scene.restart({ clusters: ["near", "farther"] });
  expect(scene.generations).toEqual([2, 1, 2]);
  await scene.restart({ clusters: ["near"] });
  expect(scene.asked.map((question) => question.spokes)).toEqual([["farther"]]);
});

test("the function of a zone touches only what the sender may", async () => {
  const scene = new Apart();
  const ci = { ...scene.triggers.senders["ci"], selector: { clusters: ["*"], namespaces: ["other"] } };
  const triggers = { ...scene.triggers, senders: { ci } } as typeof scene.triggers;
  await triggerEvent(scene.event("restart.requested", {}), { ...scene.apart, triggers });
  expect(scene.generations).toEqual([1, 1, 1]);
  expect(scene.told.map(({ type, detail }) => [type, (detail as { because: string }).because])).toEqual(
    spokes.map(() => [
      "change.refused",
      "ci may not touch default/orders FlinkDeployment: it may touch clusters *; namespaces other",
    ]),
  );
});

test("a zone that may not be asked is refused cluster by cluster, and keeps nobody else waiting", async () => {
  const scene = new Apart();
  scene.zoneFault = { kind: "denied", what: "private", because: "403" };
  await scene.restart({ names: ["orders"] });
  expect(scene.generations).toEqual([2, 1, 1]);
  const refused = scene.told.filter(({ type }) => type === "change.refused").map(({ detail }) => detail);
  expect(refused).toMatchObject(
    far.map((spoke) => ({ resource: { spoke }, because: "private: 403", retryable: true })),
  );
});

test("a zone that is lost after it has made a change is not refused: the event comes again", async () => {
  const scene = new Apart();
  scene.isLostAfterwards = true;
  await expect(scene.restart({ names: ["orders"] })).rejects.toMatchObject({ fault: { kind: "unavailable" } });
  expect(scene.generations).toEqual([2, 2, 2]);
  scene.isLostAfterwards = false;
  await scene.restart({ names: ["orders"] });
  expect(scene.generations).toEqual([2, 2, 2]);
  expect(new Set(scene.told.map(({ type }) => type))).toEqual(new Set(["change.accepted"]));
});

test("a zone that is lost cuts off nobody else", async () => {
  const scene = new Apart();
  scene.isLostAfterwards = true;
  scene.through = (spoke) => afterAWhile(seenFrom("outside", spoke));
  await expect(scene.restart({ names: ["orders"] })).rejects.toMatchObject({ fault: { kind: "unavailable" } });
  expect(scene.generations).toEqual([2, 2, 2]);
});

test("nothing is begun in a zone when its caller has no time left", async () => {
  const scene = new Apart();
  const deadline = later(scene.ports.clock.now(), seconds(0));
  await triggerEvent(scene.event("restart.requested", {}), { ...scene.apart, deadline });
  expect(scene.generations).toEqual([1, 1, 1]);
  expect(scene.told.map(({ detail }) => (detail as { retryable: boolean }).retryable)).toEqual([true, true, true]);
});

test("what became of a change is asked in zones as well", async () => {
  const scene = new Apart();
  await scene.restart({ clusters: ["near", "far"] });
  expect(await scene.status({ clusters: ["*"] })).toMatchObject({
    complete: false,
    resources: [{ spoke: "near" }, { spoke: "far" }],
    refused: [],
  });
  expect((await scene.status({ clusters: ["*"] }, { clusters: ["near"] })).resources).toMatchObject([
    { spoke: "near" },
  ]);
  expect((await scene.status({ clusters: ["*"] }, { namespaces: ["other"] })).resources).toEqual([]);
  scene.zoneFault = { kind: "unavailable", what: "private", because: "timed out" };
  expect(await scene.status({ clusters: ["*"] })).toMatchObject({
    complete: false,
    resources: [{ spoke: "near" }],
    refused: [{ resource: { spoke: "far" } }, { resource: { spoke: "farther" } }],
  });
});

test("a cluster that is named and not known is answered, and never taken for done", async () => {
  const scene = new Apart();
  await scene.restart({ clusters: ["near", "far.eu-central-1.111122223333", "else*"] });
  expect(scene.told.map(({ type }) => type).toSorted()).toEqual(["change.accepted", "change.refused"]);
  const refusal = {
    resource: { spoke: "far.eu-central-1.111122223333" },
    because: "no cluster far.eu-central-1.111122223333 is known at present",
    retryable: true,
  };
  expect(scene.told.find(({ type }) => type === "change.refused")?.detail).toMatchObject(refusal);
  const status = await scene.status({ clusters: ["near", "far.eu-central-1.111122223333"] });
  expect(status).toMatchObject({ complete: false, resources: [{ spoke: "near" }], refused: [refusal] });
});
