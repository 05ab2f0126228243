import { millis, minutes, seconds } from "../core/time.ts";

/** How long things take in the simulated clusters: of the order seen on real ones, short enough to follow by eye. */
export const delays = {
  /** From a change to a controller's reaction to it. */
  controller: millis(100),
  garbageCollection: millis(200),
  scheduling: millis(200),
  imagePull: seconds(2),
  /** From ErrImagePull to ImagePullBackOff. */
  imagePullBackOff: seconds(12),
  /** A volume that could not be mounted is tried again. */
  mountRetry: seconds(2),
  containerStart: seconds(1),
  /** From SIGTERM to the end of a container. */
  containerStop: seconds(1),
  /** The first back-off of a container that exits; doubled each time up to the longest. */
  crashBackOff: seconds(10),
  longestCrashBackOff: minutes(5),
  /** From the start of a JobManager to its REST endpoint listening. */
  jobManagerBoot: seconds(5),
  /** How soon a JobManager that cannot start exits. */
  jobManagerCrash: seconds(3),
  /** From REST listening to a dispatcher that leads. Until then REST answers 503. */
  leaderElection: millis(500),
  /** From INITIALIZING to CREATED, and from there to RUNNING. */
  jobStep: millis(500),
  /** From the start of a TaskManager to its registration. */
  taskManagerBoot: seconds(3),
  /** From a slot that is there to a task DEPLOYING, and from there to RUNNING. */
  taskStep: millis(500),
  /** From CANCELLING to CANCELED. */
  jobCancel: seconds(1),
  /** Until a JobManager gives up on a TaskManager that is gone. */
  heartbeatTimeout: seconds(5),
  /** Before a failed job is started again. */
  jobRestart: seconds(1),
  /** From the trigger of a periodic checkpoint to its completion. */
  checkpoint: millis(500),
  /** From the trigger of a savepoint to its completion. */
  savepoint: seconds(3),
  /** rest.async.store-duration: how long the result of an asynchronous operation can be asked for. */
  operationResult: minutes(5),
  /** Until a job that runs is given the slots that have become available. */
  rescale: seconds(3),
  /** resourcemanager.taskmanager-timeout */
  idleTaskManager: seconds(30),
} as const;
