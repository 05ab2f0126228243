export type { ArtifactRequest, Artifacts } from "./artifacts.ts";
export type { Cluster, Propagation, Query } from "./cluster.ts";
export type { Flink, FlinkAddress, Jar } from "./flink.ts";
export type { Bus, BusEvent } from "./bus.ts";
export type { Looks, LookNote } from "./looks.ts";
export type { Clock, Ids, Log } from "./system.ts";
export type { Fleet, Spoke, SpokeConnection } from "./fleet.ts";
export type { Due, Queue, Wake } from "./queue.ts";
