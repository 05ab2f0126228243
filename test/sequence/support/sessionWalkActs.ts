import type { SmallAct } from "./sessionWalk.ts";

type Acts = Readonly<Record<string, SmallAct>>;

/** What users do with a job. */
export const onJob = (job: string): Acts => ({
  [`restart ${job}`]: (walk) => walk.editJob("another restartNonce", { restartNonce: walk.nonce() }, job),
  [`suspend ${job}`]: (walk) => walk.editJob("suspended", { job: { state: "suspended" } }, job),
  [`resume ${job}`]: (walk) => walk.editJob("running", { job: { state: "running" } }, job),
  [`delete ${job}`]: (walk) => walk.delete("FlinkSessionJob", job),
  [`create ${job}`]: (walk) => walk.createJob(job),
});

/** What users do with a cluster, and what happens to it. */
export const onCluster = (cluster = "shared"): Acts => ({
  [`restart ${cluster}`]: (walk) => walk.editCluster("another restartNonce", { restartNonce: walk.nonce() }, cluster),
  [`delete ${cluster}`]: (walk) => walk.delete("FlinkDeployment", cluster),
  [`create ${cluster}`]: (walk) => walk.createCluster(cluster),
  [`kill the pod of ${cluster}`]: ({ stage }) => stage.killJobManager(cluster),
  [`delete the Deployment of ${cluster}`]: ({ stage }) => {
    if (stage.scene.names("Deployment").includes(cluster)) stage.deleteJobManager(cluster);
  },
});

/** A job goes to another cluster, and comes back. */
export const moves = (job: string): Acts => ({
  [`move ${job} there`]: (walk) => walk.editJob("another cluster", { deploymentName: "other" }, job),
  [`move ${job} back`]: (walk) => walk.editJob("the cluster of before", { deploymentName: "shared" }, job),
});
