import { changeNotes } from "../api/resources/changeNotes.ts";
import { changesAnnotation } from "../api/resources/changeNote.ts";
import { lastChange, lastChangeAnnotation, type LastChange } from "../api/resources/lastChange.ts";
import type { Charges } from "../core/charge/chargeOf.ts";
import { notOurs } from "../core/charge/notOurs.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { flattened } from "../core/configuration/flinkConfiguration.ts";
import { overlaid } from "../core/configuration/overlaid.ts";
import { type Fault, Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { snapshotObject } from "../core/snapshots/asked/snapshotObject.ts";
import type { Answer } from "../core/triggers/answer.ts";
import type { ChangeRequest } from "../core/triggers/changeRequest.ts";
import { decideChange, type Changed, type Decision } from "../core/triggers/decideChange.ts";
import { selects, type Subject } from "../core/triggers/selects.ts";
import type { Target } from "../core/triggers/specChange.ts";
import type { Clock, Cluster, Ids } from "../ports/index.ts";
import { chargeIn } from "./chargeIn.ts";
import { readable } from "./readable.ts";
import { accepted, no, refused, whyNot } from "./triggerAnswer.ts";
import type { Selected } from "./triggerTargets.ts";

export interface ResourcePorts {
  readonly cluster: Cluster;
  /** Of the cluster; absent: what does not say otherwise is operated. */
  readonly charges?: Charges | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly defaults: OperatorDefaults;
}

const mostTries = 5;

/** Makes one change to one resource, or finds that it was made. Where somebody else changes it meanwhile it is read again. */
export async function changeResource(
  request: ChangeRequest,
  { subject, object: listed }: Selected,
  ports: ResourcePorts,
): Promise<Answer> {
  const { labels: _, ...ref } = subject;
  const where = { ...ref, uid: listed.metadata.uid ?? "" };
  const attempt = async (object: KubernetesObject | undefined): Promise<Answer> => {
    const because = noLonger(request, subject, where.uid, object);
    if (object === undefined || because !== undefined) return refused(request, where, no(because ?? "it is gone"));
    return await once(request, where, object, ports);
  };
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(tries === 1 ? listed : await ports.cluster.read(ref));
    } catch (error) {
      if (!(error instanceof Faulted)) throw error;
      if (tries === mostTries || isFinal(error.fault)) return refused(request, where, whyNot(error.fault));
    }
  }
}

const isFinal = ({ kind }: Fault): boolean => kind === "denied" || kind === "rejected";

/** Why what was selected is not to be changed any more. */
function noLonger(
  { selector, allowed }: ChangeRequest,
  subject: Subject,
  uid: string,
  object: KubernetesObject | undefined,
): string | undefined {
  if (object === undefined || object.metadata.uid !== uid) return "it was deleted meanwhile";
  const now = { ...subject, labels: object.metadata.labels ?? {} };
  return selects(selector, now) && selects(allowed, now)
    ? undefined
    : "it is not selected any more: its labels were changed meanwhile";
}

type Where = Parameters<typeof accepted>[1];

async function once(
  request: ChangeRequest,
  where: Where,
  object: KubernetesObject,
  ports: ResourcePorts,
): Promise<Answer> {
  const because = await whyNotOurs(object, ports);
  if (because !== undefined) return refused(request, where, no(because));
  const target = readable(where.kind as Target["kind"], object);
  const snapshot = snapshotName(request, target, ports.ids);
  const decision = decideChange(request, changedOf(target), ports.clock.now(), snapshot);
  if (decision.kind === "refused") return refused(request, where, decision);
  if (decision.kind === "known") return accepted(request, where, decision.known);
  await make(decision, target, ports);
  return accepted(request, where, { note: decision.note, done: undefined });
}

/** Who is not in charge of a resource changes nothing of it. */
export async function whyNotOurs(
  object: KubernetesObject,
  { cluster, charges }: Pick<ResourcePorts, "cluster" | "charges">,
): Promise<string | undefined> {
  const find = (namespace: string, name: string) => cluster.read({ kind: "FlinkDeployment", namespace, name });
  return notOurs(await chargeIn(object, find, charges));
}

export function changedOf(target: Target): Changed {
  const { annotations } = target.metadata;
  return {
    target,
    notes: changeNotes(annotations),
    done: target.status.fleet?.changes?.done ?? [],
    last: lastChangeOf(annotations[lastChangeAnnotation]),
  };
}

/** What a hand has broken says nothing. */
function lastChangeOf(text: string | undefined): LastChange | undefined {
  try {
    return text === undefined ? undefined : lastChange.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The same for the same change: asked for again, it is there. */
const snapshotName = ({ id }: ChangeRequest, { metadata: { name, uid } }: Target, ids: Ids): string =>
  `${name.slice(0, 200)}-savepoint-${ids.digest(`${uid} ${id}`).slice(0, 10)}`;

/** The snapshot comes before its note: a note is never of a snapshot that nobody made. */
async function make(
  { note, notes, last, spec }: Extract<Decision, { readonly kind: "make" }>,
  target: Target,
  { cluster, defaults }: ResourcePorts,
): Promise<void> {
  const { namespace, name, uid, resourceVersion } = target.metadata;
  if (note.snapshot !== undefined) {
    const configuration = overlaid(defaults.configuration, flattened(target.spec.flinkConfiguration));
    const object = snapshotObject(target, configuration, { type: "SAVEPOINT", trigger: "MANUAL", name: note.snapshot });
    await unlessThere(
      cluster.create({ ...object, metadata: { ...object.metadata, annotations: { "flink-fleet/change": note.id } } }),
    );
  }
  const annotations = { [changesAnnotation]: JSON.stringify(notes), [lastChangeAnnotation]: JSON.stringify(last) };
  const patch = { metadata: { uid, resourceVersion, annotations }, ...(spec === undefined ? {} : { spec }) };
  await cluster.patch({ kind: target.kind, namespace, name }, patch, { fieldManager: "flink-fleet-trigger" });
}

async function unlessThere(created: Promise<unknown>): Promise<void> {
  try {
    await created;
  } catch (error) {
    if (!(error instanceof Faulted) || error.fault.kind !== "conflict") throw error;
  }
}
