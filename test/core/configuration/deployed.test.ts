import { describe, expect, test } from "vitest";
import { flinkVersions } from "../../../lib/api/resources/common.ts";
import { deployedConfiguration } from "../../../lib/core/configuration/deployed.ts";
import { supportOf } from "../../../lib/core/configuration/versions.ts";
import type { WantedCluster } from "../../../lib/core/configuration/wantedCluster.ts";
import { anApplication, aWantedCluster, ha, jobId } from "./aWantedCluster.ts";

function deployed(wanted: WantedCluster): Readonly<Record<string, string>> {
  const answer = deployedConfiguration(wanted);
  if (answer.kind === "problem") throw new Error(answer.because);
  return answer.value;
}

function refusal(wanted: WantedCluster): string {
  const answer = deployedConfiguration(wanted);
  return answer.kind === "problem" ? answer.because : "";
}

const withOptions = (flinkConfiguration: Readonly<Record<string, unknown>>): WantedCluster =>
  aWantedCluster({ flinkConfiguration });

describe("versions", () => {
  test.for(flinkVersions.flatMap((version) => (["native", "standalone"] as const).map((mode) => ({ version, mode }))))(
    "$version, $mode",
    ({ version, mode }) => {
      const answer = deployedConfiguration(aWantedCluster({ flinkVersion: version, mode }));
      const refused = supportOf(version, mode).kind === "refused";
      const fine = { kind: "value", value: { "$internal.flink.version": version } };
      expect(answer).toMatchObject(refused ? { kind: "problem" } : fine);
    },
  );

  test("a refusal says what would do", () => {
    expect(refusal(aWantedCluster({ flinkVersion: "v1_12" }))).toMatch(
      /^Flink 1\.12 does not run .* These do: v1_13, .*v2_4\.$/,
    );
    expect(refusal(aWantedCluster({ flinkVersion: undefined }))).toBe("spec.flinkVersion must be set, such as v1_20");
  });

  test.for([
    ["v1_16", "kubernetes.container.image", "kubernetes.jobmanager.cpu"],
    ["v1_17", "kubernetes.container.image.ref", "kubernetes.jobmanager.cpu.amount"],
  ] as const)("%s has the image in %s", ([flinkVersion, image, cpu]) => {
    expect(deployed(aWantedCluster({ flinkVersion }))).toMatchObject({ [image]: "flink:test", [cpu]: "1.0" });
  });
});

describe("what follows from the resource", () => {
  test("names, and what Flink's own client would add", () => {
    expect(deployed(aWantedCluster({ imagePullPolicy: "Always" }))).toMatchObject({
      "kubernetes.cluster-id": "clicks",
      "kubernetes.namespace": "web",
      "kubernetes.container.image.pull-policy": "Always",
      "kubernetes.service-account": "flink",
      "jobmanager.rpc.address": "clicks.web",
      "kubernetes.jobmanager.annotations": "flinkdeployment.flink.apache.org/generation:7",
      "kubernetes.jobmanager.owner.reference":
        "controller:false,blockOwnerDeletion:true,apiVersion:flink.apache.org/v1beta1,kind:FlinkDeployment,uid:u-1,name:clicks",
      "blob.server.port": "6124",
      "taskmanager.rpc.port": "6122",
      "kubernetes.internal.jobmanager.entrypoint.class":
        "org.apache.flink.kubernetes.entrypoint.KubernetesSessionClusterEntrypoint",
    });
  });

  test("no owner without an uid", () => {
    const { resource } = aWantedCluster();
    const found = deployed(aWantedCluster({}, { resource: { ...resource, uid: undefined } }));
    expect(found).not.toHaveProperty("kubernetes.jobmanager.owner.reference");
  });

  test("nothing of what the spec does not have", () => {
    const found = deployed(
      aWantedCluster({
        image: undefined,
        serviceAccount: undefined,
        jobManager: undefined,
        taskManager: undefined,
        flinkConfiguration: { "jobmanager.memory.process.size": "1g" },
      }),
    );
    expect(
      Object.keys(found).filter((key) => /image|service-account|replicas|cpu|taskmanager\.memory/.test(key)),
    ).toStrictEqual([]);
  });

  test.for([
    ["NONE", "native", "clicks.web"],
    ["kubernetes", "native", undefined],
    ["kubernetes", "standalone", "clicks.web"],
  ] as const)("HA %s, %s: JobManager at %s", ([type, mode, address]) => {
    const found = deployed(aWantedCluster({ mode, flinkConfiguration: { "high-availability.type": type } }));
    expect(found["jobmanager.rpc.address"]).toBe(address);
    const isHa = type === "kubernetes";
    expect(found["high-availability.cluster-id"]).toBe(isHa ? "clicks" : undefined);
    expect(found["high-availability.jobmanager.port"]).toBe(isHa ? "6123" : undefined);
  });

  test("the user's options stay, but not those that mean nothing in a pod", () => {
    const found = deployed(
      withOptions({
        "web.cancel.enable": "true",
        "kubernetes.rest-service.exposed.type": "NodePort",
        "kubernetes.jobmanager.annotations": "a:1",
        "kubernetes.operator.reconcile.interval": "1 s",
        "job.autoscaler.enabled": "true",
        "rest.bind-address": "localhost",
        "jobmanager.bind-host": "localhost",
        "taskmanager.bind-host": "localhost",
        "taskmanager.host": "localhost",
        "kubernetes.config.file": "/home/me/.kube/config",
        "$internal.deployment.config-dir": "/tmp",
      }),
    );
    expect(found).toMatchObject({
      "web.cancel.enable": "true",
      "kubernetes.rest-service.exposed.type": "NodePort",
      "kubernetes.jobmanager.annotations": "a:1,flinkdeployment.flink.apache.org/generation:7",
    });
    expect(
      Object.keys(found).filter((key) => /operator|autoscaler|bind|host|config\.file|config-dir/.test(key)),
    ).toStrictEqual([]);
  });

  test("what must be so is so, whatever the user says", () => {
    const found = deployed(
      anApplication({
        flinkConfiguration: {
          "execution.target": "local",
          "kubernetes.cluster-id": "x",
          "kubernetes.namespace": "x",
          "execution.shutdown-on-application-finish": "true",
          "parallelism.default": "77",
          "execution.state-recovery.path": "s3://old",
        },
      }),
    );
    expect(found).toMatchObject({
      "execution.target": "kubernetes-application",
      "kubernetes.cluster-id": "clicks",
      "kubernetes.namespace": "web",
      "execution.shutdown-on-application-finish": "false",
      "parallelism.default": "4",
    });
    expect(found).not.toHaveProperty("execution.state-recovery.path");
  });
});

describe("ports", () => {
  test.for([
    [
      { "blob.server.port": "0", "rest.bind-port": "0" },
      { "blob.server.port": "6124", "rest.bind-port": "8081" },
    ],
    [{ "blob.server.port": "7000" }, { "blob.server.port": "7000" }],
    [{ "jobmanager.rpc.port": "7001", ...ha }, { "high-availability.jobmanager.port": "7001" }],
    [{ "high-availability.jobmanager.port": "7002", ...ha }, { "high-availability.jobmanager.port": "7002" }],
  ] as const)("%o", ([options, is]) => {
    expect(deployed(withOptions(options))).toMatchObject(is);
  });

  test.for([
    ["blob.server.port", "6000-6010"],
    ["rest.port", "http"],
    ["rest.bind-port", "8081-8091"],
    ["taskmanager.rpc.port", "70000"],
    ["jobmanager.rpc.port", "-1"],
    ["jobmanager.rpc.port", "1.5"],
  ])("%s: %s is refused", ([option = "", text = ""]) => {
    expect(refusal(withOptions({ [option]: text }))).toBe(
      `${option}: '${text}' is not a port; it must be one number from 1 to 65535, not a range`,
    );
  });
});

describe("resources", () => {
  const both = (jobManager: unknown) => deployed(aWantedCluster({ jobManager }));

  test.for([
    {
      when: "resource",
      of: { resource: { memory: "2Gi", cpu: 0.5 } },
      memory: "2 gb",
      cpu: "0.5",
      factors: [undefined, undefined],
    },
    {
      when: "requests",
      of: { resources: { requests: { memory: "2048m", cpu: "500m" } } },
      memory: "2 gb",
      cpu: "0.5",
      factors: [undefined, undefined],
    },
    {
      when: "limits alone",
      of: { resources: { limits: { memory: "1Gi", cpu: 2 } } },
      memory: "1 gb",
      cpu: "2.0",
      factors: [undefined, undefined],
    },
    {
      when: "requests and limits",
      of: { resources: { requests: { memory: "1Gi", cpu: 1 }, limits: { memory: "1.5Gi", cpu: 2 } } },
      memory: "1 gb",
      cpu: "1.0",
      factors: ["1.5", "2.0"],
    },
    {
      when: "equal requests and limits",
      of: { resources: { requests: { memory: "1Gi" }, limits: { memory: "1024m" } } },
      memory: "1 gb",
      cpu: undefined,
      factors: [undefined, undefined],
    },
    {
      when: "resources before resource",
      of: { resource: { memory: "5g", cpu: 5 }, resources: { requests: { memory: "1g" } } },
      memory: "1 gb",
      cpu: undefined,
      factors: [undefined, undefined],
    },
    {
      when: "empty resources do not count",
      of: { resource: { memory: "5g" }, resources: {} },
      memory: "5 gb",
      cpu: undefined,
      factors: [undefined, undefined],
    },
  ])("$when", ({ of, memory, cpu, factors }) => {
    const found = both(of);
    expect(found["jobmanager.memory.process.size"]).toBe(memory);
    expect(found["kubernetes.jobmanager.cpu.amount"]).toBe(cpu);
    expect([
      found["kubernetes.jobmanager.memory.limit-factor"],
      found["kubernetes.jobmanager.cpu.limit-factor"],
    ]).toStrictEqual(factors);
  });

  test.for([
    [
      { jobManager: { resource: { memory: "lots" } } },
      "spec.jobManager memory: 'lots' is not a memory size: write it as 2048m, 2g or 2Gi",
    ],
    [{ jobManager: { resource: { memory: "0" } } }, "spec.jobManager memory: '0' is no memory: it must be more than 0"],
    [
      { taskManager: { resources: { requests: { cpu: "x" } } } },
      "spec.taskManager cpu: 'x' is no amount of cpu: write 1, 0.5 or 500m",
    ],
    [
      { taskManager: { resources: { limits: { cpu: 0 } } } },
      "spec.taskManager cpu: '0' is no amount of cpu: write 1, 0.5 or 500m",
    ],
    [
      { taskManager: { resources: { requests: { memory: "2g" }, limits: { memory: "1g" } } } },
      "spec.taskManager memory: the limit 1g is less than the request 2g",
    ],
    [
      { taskManager: { resources: { requests: { memory: "2g" }, limits: { memory: "x" } } } },
      "spec.taskManager memory: 'x' is not a memory size: write it as 2048m, 2g or 2Gi",
    ],
    [
      { flinkConfiguration: { "taskmanager.numberOfTaskSlots": "0" } },
      "taskmanager.numberOfTaskSlots: '0' must be a whole number of at least 1",
    ],
    [
      { flinkConfiguration: { "taskmanager.numberOfTaskSlots": "1.5" } },
      "taskmanager.numberOfTaskSlots: '1.5' must be a whole number of at least 1",
    ],
    [
      { flinkConfiguration: { "kubernetes.taskmanager.cpu.limit-factor": "0.5" } },
      "kubernetes.taskmanager.cpu.limit-factor: '0.5' must be a number of at least 1",
    ],
    [
      { jobManager: { resource: { memory: "1g" } }, flinkConfiguration: { "kubernetes.jobmanager.cpu": "-1" } },
      "kubernetes.jobmanager.cpu.amount: '-1' must be a number above 0",
    ],
    [
      { flinkConfiguration: { "kubernetes.pod-template-file.taskmanager": "/a.yaml" } },
      "kubernetes.pod-template-file.taskmanager names a file that is not there: write the template in spec.podTemplate instead",
    ],
    [
      { flinkVersion: "v1_11", mode: "standalone", flinkConfiguration: ha },
      "Flink 1.11 has no high availability through Kubernetes; Flink 1.12 and later have",
    ],
  ] as const)("refused: %o", ([spec, because]) => {
    expect(refusal(aWantedCluster(spec))).toBe(because);
  });
});

describe("a job", () => {
  test("native", () => {
    expect(deployed(anApplication({ job: { entryClass: "org.x.Main", args: ["--a", "b;c", ""] } }))).toMatchObject({
      "execution.target": "kubernetes-application",
      "kubernetes.internal.jobmanager.entrypoint.class":
        "org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint",
      "pipeline.jars": "local:///opt/flink/job.jar",
      "$internal.application.main": "org.x.Main",
      "$internal.application.program-args": "--a;'b;c';''",
      "$internal.pipeline.job-id": jobId,
      "pipeline.name": "clicks",
      "execution.submit-failed-job-on-application-error": "true",
      "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    });
  });

  test("standalone: main class and arguments are on the command line", () => {
    const found = deployed(anApplication({ mode: "standalone", job: { entryClass: "org.x.Main", args: ["#"] } }));
    expect(found).toMatchObject({
      "execution.target": "remote",
      "kubernetes.internal.cluster-mode": "APPLICATION",
      "pipeline.classpaths": "file:///opt/flink/job.jar",
    });
    expect(
      Object.keys(found).filter((key) => key.startsWith("$internal.application") || key === "pipeline.jars"),
    ).toStrictEqual([]);
  });

  test("standalone: the user's class path is kept", () => {
    const options = { "pipeline.classpaths": "file:///opt/more.jar" };
    const found = deployed(anApplication({ mode: "standalone", flinkConfiguration: options }));
    expect(found["pipeline.classpaths"]).toBe("file:///opt/flink/job.jar;file:///opt/more.jar");
  });

  test.for(["native", "standalone"] as const)("%s without a jar", (mode) => {
    const found = deployed(
      anApplication({ mode, job: { jarURI: undefined, entryClass: "org.apache.flink.client.python.PythonDriver" } }),
    );
    expect(found).not.toHaveProperty("pipeline.jars");
    expect(found).not.toHaveProperty("pipeline.classpaths");
  });

  test.for([
    ["local:///opt/flink/usrlib/a.jar", true],
    ["local:///opt/flink/lib/a.jar", true],
    ["local:///opt/flink/examples/a.jar", false],
    [undefined, true],
  ] as const)("Flink 1.11 finds %s: %s", ([jarURI, fine]) => {
    const spec = { flinkVersion: "v1_11", mode: "standalone", job: { jarURI, entryClass: "org.x.Main" } };
    expect(deployedConfiguration(anApplication(spec)).kind).toBe(fine ? "value" : "problem");
  });

  test("last-state has checkpoints", () => {
    const job = { upgradeMode: "last-state" };
    expect(deployed(anApplication({ job }))["execution.checkpointing.interval"]).toBe("5 min");
    expect(deployed(anApplication())).not.toHaveProperty("execution.checkpointing.interval");
    const own = { "execution.checkpointing.interval": "10 s" };
    expect(deployed(anApplication({ job, flinkConfiguration: own }))["execution.checkpointing.interval"]).toBe("10 s");
  });

  test("the user's own job id is respected", () => {
    const own = "f".repeat(32);
    const found = deployed(anApplication({ flinkConfiguration: { "$internal.pipeline.job-id": own } }));
    expect(found["$internal.pipeline.job-id"]).toBe(own);
  });

  test.for([
    [true, "true"],
    [false, "false"],
    [undefined, undefined],
  ] as const)("allowNonRestoredState %s", ([allowNonRestoredState, is]) => {
    const found = deployed(anApplication({ job: { allowNonRestoredState } }));
    expect(found["execution.savepoint.ignore-unclaimed-state"]).toBe(is);
  });

  test.for([
    [{ kind: "nothing" }, undefined],
    [{ kind: "savepoint", path: "s3://b/sp-1" }, "s3://b/sp-1"],
    [{ kind: "lastState" }, "KUBERNETES_OPERATOR_LAST_STATE"],
  ] as const)("restored from %o", ([restoreFrom, is]) => {
    const old = { "execution.savepoint.path": "s3://b/old", "execution.state-recovery.path": "s3://b/older" };
    const found = deployed(anApplication({ flinkConfiguration: old }, { restoreFrom }));
    expect(found["execution.savepoint.path"]).toBe(is);
    expect(found).not.toHaveProperty("execution.state-recovery.path");
  });

  test("with a storage directory, results have a directory for each deployment", () => {
    expect(deployed(anApplication({ flinkConfiguration: ha }))).toMatchObject({
      "job-result-store.storage-path": "s3://b/ha/job-result-store/clicks/r-1",
      "job-result-store.delete-on-commit": "false",
    });
    const own = { ...ha, "job-result-store.delete-on-commit": "true" };
    expect(deployed(anApplication({ flinkConfiguration: own }))["job-result-store.delete-on-commit"]).toBe("true");
    expect(deployed(anApplication())).not.toHaveProperty("job-result-store.storage-path");
    expect(deployed(aWantedCluster({ flinkConfiguration: ha }))).not.toHaveProperty("job-result-store.storage-path");
  });

  test.for([
    ["v2_2", ha, undefined],
    ["v2_3", ha, jobId],
    ["v2_3", {}, undefined],
    ["v2_3", { ...ha, "$internal.application.id": "own" }, "own"],
  ] as const)("%s, %o: application id %s", ([flinkVersion, flinkConfiguration, is]) => {
    expect(deployed(anApplication({ flinkVersion, flinkConfiguration }))["$internal.application.id"]).toBe(is);
  });

  test("a job without an id of its own has no application id", () => {
    const found = deployed(anApplication({ flinkVersion: "v2_3", flinkConfiguration: ha }, { jobId: undefined }));
    expect(found).not.toHaveProperty("$internal.application.id");
  });
});

describe("parallelism and TaskManagers", () => {
  const replicas = "kubernetes.internal.taskmanager.replicas";
  const slots = { "taskmanager.numberOfTaskSlots": "3" };
  const taskManager = { replicas: 5, resource: { memory: "1728m" } };
  const overrides = { ...slots, "pipeline.jobvertex-parallelism-overrides": "v1:2,v2:8,v3:x" };
  const noOverrides = { ...slots, "pipeline.jobvertex-parallelism-overrides": "v3:x" };

  test.for([
    { when: "native", spec: { flinkConfiguration: slots }, parallelism: "4", is: undefined },
    { when: "native, replicas", spec: { flinkConfiguration: slots, taskManager }, parallelism: "15", is: "5" },
    { when: "native, overrides", spec: { flinkConfiguration: overrides }, parallelism: "4", is: undefined },
    { when: "standalone", spec: { mode: "standalone", flinkConfiguration: slots }, parallelism: "4", is: "2" },
    { when: "standalone, one slot", spec: { mode: "standalone" }, parallelism: "4", is: "4" },
    {
      when: "standalone, replicas",
      spec: { mode: "standalone", flinkConfiguration: slots, taskManager },
      parallelism: "15",
      is: "5",
    },
    {
      when: "standalone, overrides",
      spec: { mode: "standalone", flinkConfiguration: overrides },
      parallelism: "8",
      is: "3",
    },
    {
      when: "standalone, no overrides in fact",
      spec: { mode: "standalone", flinkConfiguration: noOverrides },
      parallelism: "4",
      is: "2",
    },
  ])("$when", ({ spec, parallelism, is }) => {
    const found = deployed(anApplication(spec));
    expect(found["parallelism.default"]).toBe(parallelism);
    expect(found[replicas]).toBe(is);
  });

  test.for([
    [undefined, "1"],
    [taskManager, "5"],
  ] as const)("a session cluster keeps its default parallelism", ([taskManagers, is]) => {
    const spec = { mode: "standalone", flinkConfiguration: { "parallelism.default": "9" } };
    const found = deployed(aWantedCluster(taskManagers === undefined ? spec : { ...spec, taskManager: taskManagers }));
    expect(found["parallelism.default"]).toBe("9");
    expect(found[replicas]).toBe(is);
    expect(found["kubernetes.internal.cluster-mode"]).toBe("SESSION");
  });
});
