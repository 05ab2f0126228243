import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import type { Access } from "../../../lib/adapters/kubernetes/access.ts";

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly ownerReferences?: readonly { readonly uid: string }[];
  };
  readonly status?: { readonly phase?: string };
}

interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: Pod;
}

/** What was seen of the JobManagers of a namespace, told by the API server itself: nothing is too short to be missed. */
export interface PodWatch {
  /** Each time a JobManager's pod came up beside one of another deployment. */
  readonly sideBySide: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Follows all JobManager pods of one FlinkDeployment in a namespace of its own. */
export function watchJobManagers(access: Access, namespace: string): PodWatch {
  const ending = new AbortController();
  const present = new Map<string, Pod>();
  const faults: string[] = [];
  const watching = follow(access, namespace, ending.signal, ({ type, object }) => {
    if (type === "DELETED" || isOver(object)) present.delete(object.metadata.uid);
    else if (type === "ADDED" || type === "MODIFIED") {
      if (!present.has(object.metadata.uid)) faults.push(...besides(object, [...present.values()]));
      present.set(object.metadata.uid, object);
    }
  });
  return {
    sideBySide: () => faults,
    stop: async () => {
      ending.abort();
      await watching;
    },
  };
}

const isOver = ({ status }: Pod): boolean => status?.phase === "Succeeded" || status?.phase === "Failed";

/** Pods of one ReplicaSet are of one deployment: nothing that runs is ever applied over. */
const ownerOf = ({ metadata }: Pod): string => metadata.ownerReferences?.[0]?.uid ?? "";

const besides = (pod: Pod, others: readonly Pod[]): readonly string[] =>
  others
    .filter((other) => ownerOf(other) !== ownerOf(pod))
    .map((other) => `${pod.metadata.name} beside ${other.metadata.name}`);

async function follow(
  access: Access,
  namespace: string,
  signal: AbortSignal,
  tell: (change: Change) => void,
): Promise<void> {
  let resourceVersion: string | undefined;
  while (!signal.aborted) {
    try {
      for await (const change of changes(access, namespace, resourceVersion, signal)) {
        ({ resourceVersion } = change.object.metadata);
        tell(change);
      }
    } catch (error) {
      if (signal.aborted) return;
      process.stderr.write(`watch of pods in ${namespace}: ${String(error)}\n`);
      await sleep(500);
    }
  }
}

async function* changes(
  access: Access,
  namespace: string,
  since: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Change> {
  const query = new URLSearchParams({
    watch: "true",
    labelSelector: "component=jobmanager",
    ...(since === undefined ? {} : { resourceVersion: since }),
  });
  const { headers, dispatcher } = await access.prepare();
  const url = `${access.server}/api/v1/namespaces/${namespace}/pods?${query.toString()}`;
  const { statusCode, body } = await request(url, { dispatcher, headers, signal, bodyTimeout: 0 });
  if (statusCode !== 200) throw new Error(`${statusCode} ${await body.text()}`);
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield changeIn(line);
  }
}

function changeIn(line: string): Change {
  const change = JSON.parse(line) as Change;
  if (change.type === "ERROR") throw new Error(line);
  return change;
}
