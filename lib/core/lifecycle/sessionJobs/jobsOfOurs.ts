import type { JobId, JobOverview } from "../../flink.ts";
import { isTerminal } from "../observation/jobState.ts";
import type { Seen } from "../seen.ts";

/** How many digits of a job's id tell whose it is, and for which generation it was submitted. */
const owner = 12;
const generation = 6;

/**
 * The id under which a session job is submitted. It begins with what tells the resource, so that its jobs are recognised among those of the cluster
 * when its status is lost; then comes the generation; and the rest is by chance.
 */
export const sessionJobId = (jobIds: string, of: number, chance: JobId): JobId =>
  `${jobIds.slice(0, owner)}${generationIn(of)}${chance.slice(owner + generation)}` as JobId;

const generationIn = (of: number): string => of.toString(16).padStart(generation, "0").slice(-generation);

/** For which a job of this resource was submitted. */
export const generationOf = (id: JobId): number => Number.parseInt(id.slice(owner, owner + generation), 16);

/** The jobs of this session job that Flink has not ended, whatever its status knows of them. */
export function jobsOfOurs({ flink, resource }: Pick<Seen, "flink" | "resource">): readonly JobOverview[] {
  const { session, status } = resource;
  if (session === undefined || flink.kind !== "answered") return [];
  const prefix = session.jobIds.slice(0, owner);
  return flink.jobs.filter(
    ({ id, state }) => !isTerminal(state) && (id.startsWith(prefix) || id === status.jobStatus?.jobId),
  );
}
