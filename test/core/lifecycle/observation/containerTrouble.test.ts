import { describe, expect, test } from "vitest";
import { livePod } from "../../../../lib/api/live.ts";
import { crashCause } from "../../../../lib/core/lifecycle/observation/containerTrouble.ts";
import { podView } from "../../../../lib/core/lifecycle/observation/views.ts";

const aPod = (container: object, more: object = {}) =>
  livePod.parse({
    metadata: { name: "counts-7d9f-x2x", namespace: "team", uid: "1", labels: { component: "jobmanager" } },
    status: { containerStatuses: [{ name: "flink-main-container", image: "flink:1.20", ...container }], ...more },
  });

const waiting = (reason: string, message = "") => ({ state: { waiting: { reason, message } } });
const crashed = (terminated: object, restartCount = 2) => ({ restartCount, lastState: { terminated } });

describe("trouble of a container", () => {
  test.for<{ when: string; container: object; reason: string | undefined; message?: string }>([
    { when: "it runs", container: { ready: true, state: { running: {} } }, reason: undefined },
    { when: "it is being created", container: waiting("ContainerCreating"), reason: undefined },
    {
      when: "the image is not there",
      container: waiting("ErrImagePull", 'failed to resolve reference "flink:1.20": not found'),
      reason: "ImagePullBackOff",
      message: '[flink-main-container] image "flink:1.20" cannot be pulled: there is no such image',
    },
    {
      when: "the kubelet backs off from the same pull: the same text",
      container: waiting(
        "ImagePullBackOff",
        'Back-off pulling image "flink:1.20": ErrImagePull: "flink:1.20": not found',
      ),
      reason: "ImagePullBackOff",
      message: '[flink-main-container] image "flink:1.20" cannot be pulled: there is no such image',
    },
    {
      when: "the registry refuses",
      container: waiting("ErrImagePull", "pull access denied"),
      reason: "ImagePullBackOff",
      message: '[flink-main-container] image "flink:1.20" cannot be pulled: the registry refuses access',
    },
    {
      when: "the registry is away",
      container: waiting("ErrImagePull", "dial tcp: lookup registry.invalid: no such host"),
      reason: "ImagePullBackOff",
      message: '[flink-main-container] image "flink:1.20" cannot be pulled: the registry cannot be reached',
    },
    {
      when: "configuration is missing; ids are hidden",
      container: waiting("CreateContainerConfigError", 'secret "s3" not found for 0123456789abcdef0123456789abcdef'),
      reason: "CreateContainerConfigError",
      message: '[flink-main-container] secret "s3" not found for …',
    },
    {
      when: "it crashes, with a tail of its log",
      container: {
        ...waiting("CrashLoopBackOff", "back-off 10s restarting failed container"),
        ...crashed({
          exitCode: 1,
          message:
            "at a.B(C.java:1)\nCaused by: java.io.FileNotFoundException: JAR file does not exist '/x.jar'\n\tat d.E",
        }),
      },
      reason: "CrashLoopBackOff",
      message: "[flink-main-container] CrashLoop - java.io.FileNotFoundException: JAR file does not exist '/x.jar'",
    },
    {
      when: "it has crashed and runs again for a moment: the same trouble",
      container: { ready: false, state: { running: {} }, ...crashed({ exitCode: 2 }) },
      reason: "CrashLoopBackOff",
      message: "[flink-main-container] CrashLoop - exit code 2",
    },
    {
      when: "it has restarted and is ready",
      container: { ready: true, ...crashed({ exitCode: 1 }) },
      reason: undefined,
    },
    { when: "it ended well once", container: crashed({ exitCode: 0 }), reason: undefined },
    {
      when: "it is killed for its memory",
      container: { ...waiting("CrashLoopBackOff"), ...crashed({ exitCode: 137, reason: "OOMKilled" }) },
      reason: "OOMKilled",
      message: "[flink-main-container] CrashLoop - out of memory",
    },
    {
      when: "the crash left nothing to read",
      container: waiting("CrashLoopBackOff"),
      reason: "CrashLoopBackOff",
      message: "[flink-main-container] CrashLoop - exit code unknown",
    },
  ])("$when", ({ container, reason, message }) => {
    expect(podView(aPod(container)).trouble).toEqual(reason === undefined ? undefined : { reason, message });
  });

  test("an init container's trouble is the pod's", () => {
    const initContainerStatuses = [{ name: "fetch", ...waiting("ErrImageNeverPull", "it is not on the node") }];
    expect(podView(aPod({}, { initContainerStatuses })).trouble).toEqual({
      reason: "ErrImageNeverPull",
      message: "[fetch] it is not on the node",
    });
  });

  test("a pod for which no node has room", () => {
    const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/3 nodes" }];
    expect(podView(aPod({}, { conditions })).trouble?.reason).toBe("Unschedulable");
  });
});

describe("the cause of a crash", () => {
  test.for([
    { tail: "", cause: undefined },
    { tail: "one\ntwo\n\tat x.Y\n\t... 3 more\n", cause: "two" },
    { tail: "2026-11-21 12:00:00,123 ERROR o.a.f - Could not start", cause: "ERROR o.a.f - Could not start" },
    { tail: "Caused by: outer\nCaused by: inner\nlast line", cause: "inner" },
  ])("of $tail is $cause", ({ tail, cause }) => {
    expect(crashCause(tail)).toBe(cause);
  });
});
