import { expect } from "vitest";
import { lifecycleChanged, type LifecycleChanged } from "../../../lib/api/events/lifecycle.ts";
import { receipt, type Receipt } from "../../../lib/api/events/receipt.ts";
import { type ChangeNote, changesAnnotation } from "../../../lib/api/resources/changeNote.ts";
import { changeNotes } from "../../../lib/api/resources/changeNotes.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { later, minutes, rfc3339, type Millis, seconds } from "../../../lib/core/time.ts";
import type { Bus, BusEvent, Spoke } from "../../../lib/ports/index.ts";
import type { Sweep } from "../../../lib/shell/sweep.ts";
import { MemoryBus } from "../../support/memoryBus.ts";
import type { Fields, Wanted } from "./application.ts";
import { Scene } from "./scene.ts";
import { Stage } from "./stage.ts";

/** A scene in which somebody listens. */
export class ToldScene extends Scene {
  readonly bus = new MemoryBus();
  /** May stand between a run and the bus. */
  through: (bus: Bus) => Bus = (bus) => bus;
  #heard = 0;

  /** Off: as from the command line. */
  isListening = true;

  override get ports(): Scene["ports"] {
    if (!this.isListening) return super.ports;
    return { ...super.ports, bus: this.through(this.bus) };
  }

  override async pass(through?: (spoke: Spoke) => Spoke): Promise<Sweep> {
    const swept = await super.pass(through);
    for (const event of this.bus.events.slice(this.#heard)) this.tell(`told    ${eventText(event)}`);
    this.#heard = this.bus.events.length;
    return swept;
  }
}

function eventText({ type, detail }: BusEvent): string {
  if (type !== "change.completed") {
    const { from, to, reason } = detail as LifecycleChanged;
    return `${stateText(from)} → ${stateText(to)}${reason === undefined ? "" : `: ${reason}`}`;
  }
  const { changeId, result, attempts, downtimeSeconds: down, state, cause } = detail as Receipt;
  return [
    `change ${changeId}: ${result}`,
    `attempts ${attempts}`,
    ...(down === undefined ? [] : [`down for ${down} s`]),
    ...(state === undefined
      ? []
      : [`from ${state.kind} ${state.path?.split("/").slice(-2).join("/") ?? ""} (${state.ageSeconds} s old)`]),
    ...(cause === undefined ? [] : [cause]),
  ].join(", ");
}

const stateText = ({ lifecycleState, jobState }: LifecycleChanged["from"]): string =>
  [lifecycleState ?? "nothing", jobState].filter((part) => part !== undefined).join(" ");

export interface Asked {
  readonly id: string;
  readonly action?: ChangeNote["action"];
  /** A merge patch of spec; left out where nothing is changed. */
  readonly spec?: Fields;
  readonly within?: Millis;
  readonly snapshot?: string;
}

interface Subject {
  readonly scene: Scene;
  readonly name: string;
  readonly kind?: "FlinkDeployment" | "FlinkSessionJob";
}

interface Raw extends KubernetesObject {
  readonly spec: { readonly image?: string; readonly job?: { readonly jarURI?: string } };
}

/** As a trigger does: the change and its note in one patch. */
export function ask(
  { scene, name, kind = "FlinkDeployment" }: Subject,
  { id, action = "redeploy", spec, within = minutes(30), ...rest }: Asked,
): void {
  const { world, spoke } = scene;
  const ref = { namespace: "default", kind, name } as const;
  const before = spoke.api.read(ref) as Raw;
  const notes = changeNotes(before.metadata.annotations);
  const { generation = 0 } = before.metadata;
  const now = world.clock.now();
  const version = (of: Raw, is: number): ChangeNote["from"] => ({
    generation: is,
    ...(of.spec.image === undefined ? {} : { image: of.spec.image }),
    ...(of.spec.job?.jarURI === undefined ? {} : { jarURI: of.spec.job.jarURI }),
  });
  const after = { ...before, spec: { ...before.spec, ...spec } };
  const note: ChangeNote = {
    id,
    action,
    by: "ci",
    requestedAt: rfc3339(later(now, seconds(-2))),
    at: rfc3339(now),
    deadline: rfc3339(later(now, within)),
    from: version(before, generation),
    to: version(after, spec === undefined ? generation : generation + 1),
    ...(rest.snapshot === undefined ? {} : { snapshot: rest.snapshot }),
  };
  scene.tell(`change  ${id}: ${action}`);
  const annotations = { [changesAnnotation]: JSON.stringify([...notes, note]) };
  const patch = { metadata: { annotations }, ...(spec === undefined ? {} : { spec }) };
  spoke.api.patch(ref, { type: "merge", body: patch });
}

/** Up and running for a while, and somebody listens; the story begins there. */
export async function listening(wanted: Wanted = {}, time: Millis = seconds(50)): Promise<ToldStage> {
  const stage = new ToldStage(wanted, new ToldScene());
  await stage.passFor(time);
  expect(stage.status.jobStatus).toMatchObject({ state: "RUNNING" });
  stage.scene.beginStory();
  return stage;
}

/** By their ids, each once: two of one id have to be the same. */
export function receiptsOf({ bus }: ToldScene): readonly Receipt[] {
  const found = new Map<string, Receipt>();
  for (const { detail } of bus.of("change.completed")) {
    const told = receipt.parse(detail);
    expect(told).toEqual(found.get(told.receiptId) ?? told);
    found.set(told.receiptId, told);
  }
  return [...found.values()];
}

export class ToldStage extends Stage {
  declare readonly scene: ToldScene;

  constructor(wanted: Wanted, scene: ToldScene) {
    super(wanted, scene);
  }

  get receipts(): readonly Receipt[] {
    return receiptsOf(this.scene);
  }

  get lifecycle(): readonly LifecycleChanged[] {
    return this.scene.bus.of("lifecycle.changed").map(({ detail }) => lifecycleChanged.parse(detail));
  }

  get changes(): Fields {
    return (this.status.fleet?.["changes"] ?? {}) as Fields;
  }
}
