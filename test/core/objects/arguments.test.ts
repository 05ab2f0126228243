import { describe, expect, test } from "vitest";
import { anApplication, aWantedCluster, ha } from "../configuration/aWantedCluster.ts";
import { argsOf, fileOf, made } from "./parts.ts";

const address = "$(_POD_IP_ADDRESS)";
const withAddress = ["-D", `jobmanager.rpc.address=${address}`];
const zookeeper = { "high-availability": "zookeeper" };
const main = { entryClass: "org.x.Main" };

describe("JobManager", () => {
  test.for([
    {
      when: "native session",
      wanted: aWantedCluster(),
      args: ["bash", "-c", "kubernetes-jobmanager.sh kubernetes-session "],
    },
    {
      when: "native application",
      wanted: anApplication(),
      args: ["bash", "-c", "kubernetes-jobmanager.sh kubernetes-application "],
    },
    {
      when: "native, the user's arguments",
      wanted: aWantedCluster({ flinkConfiguration: { "kubernetes.jobmanager.entrypoint.args": "-Dx=y" } }),
      args: ["bash", "-c", "kubernetes-jobmanager.sh kubernetes-session -Dx=y"],
    },
    {
      when: "native, what the file cannot hold",
      wanted: aWantedCluster({ flinkVersion: "v1_18", flinkConfiguration: { "s3.key": "it's #1 $(HOME)" } }),
      args: ["bash", "-c", String.raw`kubernetes-jobmanager.sh kubernetes-session  -D 's3.key=it'\''s #1 $$(HOME)'`],
    },
    { when: "session", wanted: aWantedCluster({ mode: "standalone" }), args: ["jobmanager"] },
    {
      when: "session, HA",
      wanted: aWantedCluster({ mode: "standalone", flinkConfiguration: ha }),
      args: ["jobmanager", ...withAddress],
    },
    {
      when: "session, HA, 1.14",
      wanted: aWantedCluster({ mode: "standalone", flinkVersion: "v1_14", flinkConfiguration: ha }),
      args: ["jobmanager", address],
    },
    {
      when: "session, what the file cannot hold",
      wanted: aWantedCluster({ mode: "standalone", flinkVersion: "v1_15", flinkConfiguration: { ...ha, k: "#" } }),
      args: ["jobmanager", ...withAddress, "-D", "k=#"],
    },
    { when: "application", wanted: anApplication({ mode: "standalone" }), args: ["standalone-job"] },
    {
      when: "application, HA, 1.12",
      wanted: anApplication({ mode: "standalone", flinkVersion: "v1_12", flinkConfiguration: ha }),
      args: ["standalone-job", ...withAddress],
    },
    {
      when: "application, HA, 1.11",
      wanted: anApplication({
        mode: "standalone",
        flinkVersion: "v1_11",
        flinkConfiguration: zookeeper,
        job: { jarURI: "local:///opt/flink/usrlib/a.jar" },
      }),
      args: ["standalone-job", "--host", address],
    },
    {
      when: "application, everything",
      wanted: anApplication(
        {
          mode: "standalone",
          flinkVersion: "v1_18",
          flinkConfiguration: { ...ha, k: "#" },
          job: { ...main, allowNonRestoredState: true, args: ["--job", "x y", "$(X)"] },
        },
        { restoreFrom: { kind: "savepoint", path: "s3://b/sp" } },
      ),
      args: [
        "standalone-job",
        "--job-classname",
        "org.x.Main",
        "--allowNonRestoredState",
        "--fromSavepoint",
        "s3://b/sp",
        ...withAddress,
        "-D",
        "k=#",
        "--",
        "--job",
        "x y",
        "$(X)",
      ],
    },
    {
      when: "application, from the last state, all state needed",
      wanted: anApplication(
        {
          mode: "standalone",
          flinkVersion: "v2_1",
          flinkConfiguration: ha,
          job: { ...main, allowNonRestoredState: false },
        },
        { restoreFrom: { kind: "lastState" } },
      ),
      args: [
        "standalone-job",
        "--job-classname",
        "org.x.Main",
        "--fromSavepoint",
        "KUBERNETES_OPERATOR_LAST_STATE",
        ...withAddress,
      ],
    },
  ])("$when", ({ wanted, args }) => {
    expect(argsOf(made(wanted).jobManager)).toStrictEqual(args);
  });
});

describe("TaskManager", () => {
  test.for([
    { options: {}, args: ["taskmanager"] },
    { options: { k: "a#$(b)" }, args: ["taskmanager", "-D", "k=a#$$(b)"] },
  ])("$options", ({ options, args }) => {
    const wanted = aWantedCluster({ mode: "standalone", flinkVersion: "v1_17", flinkConfiguration: options });
    expect(argsOf(made(wanted).taskManager)).toStrictEqual(args);
    expect(fileOf(made(wanted), "flink-config-clicks", "flink-conf.yaml")).not.toContain("k:  ");
  });

  test("there is none of ours in native mode", () => {
    expect(made(aWantedCluster()).taskManager).toBeUndefined();
  });
});
