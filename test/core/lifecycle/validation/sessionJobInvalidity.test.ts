import { describe, expect, test } from "vitest";
import { flinkSessionJobSpec } from "../../../../lib/api/resources/flinkSessionJob.ts";
import {
  sessionJobInvalidity,
  type WantedSessionJob,
} from "../../../../lib/core/lifecycle/validation/sessionJobInvalidity.ts";
import { good, spec as deploymentSpec, type Part } from "./wanted.ts";

const artifacts = "kubernetes.operator.user.artifacts";
const sessionJob = (part: Part = {}) =>
  flinkSessionJobSpec.parse({
    deploymentName: "ses",
    job: { ...good.job, jarURI: "https://repo.example.com/a.jar" },
    ...part,
  });
const session = { name: "ses", spec: deploymentSpec({ job: null }) };
const directories = { "state.checkpoints.dir": "s3://c", "state.savepoints.dir": "s3://s" };

const wanted = (part: Part = {}, rest: Partial<WantedSessionJob> = {}): WantedSessionJob => ({
  metadata: {},
  spec: sessionJob(part),
  session,
  configuration: directories,
  operator: {},
  ...rest,
});
const withJar = (jarURI: string): Part => ({ job: { ...good.job, jarURI } });

describe("sessionJobInvalidity", () => {
  test.for<[string, WantedSessionJob, field: string, says: string, right: string]>([
    [
      "a name that no cluster has",
      wanted({ deploymentName: "Ses" }),
      "spec.deploymentName",
      "The FlinkDeployment name: Ses is invalid",
      "no more than 45",
    ],
    [
      "no cluster",
      wanted({ deploymentName: null }),
      "spec.deploymentName",
      "The FlinkDeployment name:  is invalid",
      "It has 0",
    ],
    [
      "an option of the operator that cannot be read",
      wanted({}, { configuration: { ...directories, "kubernetes.operator.job.restart.failed": "often" } }),
      'spec.flinkConfiguration["kubernetes.operator.job.restart.failed"]',
      "kubernetes.operator.job.restart.failed: 'often' must be",
      "true or false",
    ],
    ["no job", wanted({ job: null }), "spec.job", "The job spec should not be empty", "jarURI"],
    [
      "a jar without a scheme",
      wanted(withJar("/a.jar")),
      "spec.job.jarURI",
      "spec.job.jarURI '/a.jar' has no scheme",
      "https://",
    ],
    [
      "a jar by http",
      wanted(withJar("HTTP://x.example.com/a.jar")),
      "spec.job.jarURI",
      "spec.job.jarURI 'HTTP://x.example.com/a.jar' has the scheme http, which is not one of https",
      artifacts,
    ],
    [
      "a jar by ftp",
      wanted(withJar("ftp://x.example.com/a.jar")),
      "spec.job.jarURI",
      "spec.job.jarURI 'ftp://x.example.com/a.jar' has the scheme ftp",
      artifacts,
    ],
    [
      "a jar of the image where nobody looks",
      wanted(withJar("local:///opt/flink/usrlib/a.jar")),
      "spec.job.jarURI",
      "spec.job.jarURI 'local:///opt/flink/usrlib/a.jar' is not where Flink runs a jar of its image from",
      "web.upload.dir",
    ],
    [
      "a jar of the image where nobody has said where",
      wanted(withJar("local:undefined/flink-web-upload/a.jar")),
      "spec.job.jarURI",
      "spec.job.jarURI 'local:undefined/flink-web-upload/a.jar' is not where",
      "web.upload.dir",
    ],
    [
      "a jar of the image beside the folder that Flink looks into",
      wanted(withJar("local:///jobs/a.jar"), { configuration: { ...directories, "web.upload.dir": "/jobs/" } }),
      "spec.job.jarURI",
      "spec.job.jarURI 'local:///jobs/a.jar' is not where Flink runs a jar of its image from",
      "/jobs/flink-web-upload/a.jar in the image.",
    ],
    [
      "a jar of the image without a folder",
      wanted(withJar("local:a.jar"), { configuration: { ...directories, "web.upload.dir": "/jobs" } }),
      "spec.job.jarURI",
      "spec.job.jarURI 'local:a.jar' is not where Flink runs a jar of its image from",
      "/jobs/flink-web-upload/a.jar in the image.",
    ],
    [
      "what is no jar in the image",
      wanted(withJar("local:///jobs/flink-web-upload/.."), {
        configuration: { ...directories, "web.upload.dir": "/jobs" },
      }),
      "spec.job.jarURI",
      "spec.job.jarURI 'local:///jobs/flink-web-upload/..' is not where",
      "/jobs/flink-web-upload/NAME.jar in the image.",
    ],
    [
      "a URI with a blank",
      wanted(withJar("https://x/a b.jar")),
      "spec.job.jarURI",
      "spec.job.jarURI 'https://x/a b.jar' is not a valid URI",
      "https://",
    ],
    [
      "a URI with no host",
      wanted(withJar("https:///a.jar")),
      "spec.job.jarURI",
      "spec.job.jarURI 'https:///a.jar' is not a valid URI",
      "https://",
    ],
    [
      "a URI with no port",
      wanted(withJar("https://x:y/a.jar")),
      "spec.job.jarURI",
      "spec.job.jarURI 'https://x:y/a.jar' is not a valid URI",
      "https://",
    ],
    [
      "an application cluster",
      wanted({}, { session: { name: "ses", spec: deploymentSpec() } }),
      "spec.deploymentName",
      "Can not submit session job to application cluster",
      "ses has a spec.job",
    ],
    [
      "no parallelism",
      wanted({ job: { ...good.job, jarURI: null, parallelism: 0 } }),
      "spec.job.parallelism",
      "Job parallelism must be larger than 0",
      "1 or more",
    ],
    [
      "no checkpoint directory",
      wanted({}, { configuration: {} }),
      'spec.flinkConfiguration["execution.checkpointing.dir"]',
      "Checkpoint directory[",
      "must be defined",
    ],
    [
      "an option of the autoscaler",
      wanted(
        {},
        {
          configuration: { ...directories, "job.autoscaler.enabled": "true", "job.autoscaler.utilization.target": "2" },
        },
      ),
      'spec.flinkConfiguration["job.autoscaler.utilization.target"]',
      "The AutoScalerOption",
      "[0.0, 1.0]",
    ],
  ])("%s", ([, of, field, says, right]) => {
    const found = sessionJobInvalidity(of);
    expect(found?.field).toBe(field);
    expect(found?.message.slice(0, says.length)).toBe(says);
    expect(found?.message).toContain(right);
  });

  test.for<[string, WantedSessionJob]>([
    ["the good one", wanted()],
    [
      "a jar of the image",
      wanted(withJar("local:///jobs/flink-web-upload/a.jar"), {
        configuration: { ...directories, "web.upload.dir": "/jobs/" },
      }),
    ],
    ["without a jar", wanted({ job: { ...good.job, jarURI: null } })],
    [
      "a job whose cluster is not known yet",
      wanted({ job: { parallelism: 0 } }, { session: undefined, configuration: {} }),
    ],
    ["another scheme", wanted(withJar("S3://b/a.jar"), { operator: { [`${artifacts}.allowed-schemes`]: "https;s3" } })],
    [
      "a private host, where the operator lets it",
      wanted(withJar("https://10.0.0.1/a.jar"), { operator: { [`${artifacts}.disallow-restricted-hosts`]: "false" } }),
    ],
    [
      "a private host that the fleet file allows",
      wanted(withJar("https://10.0.0.1:8443/a.jar"), {
        operator: { [`${artifacts}.allowed-hosts`]: "x.example;'10.0.0.1:8443'" },
      }),
    ],
    [
      "a private host whose suffix the fleet file allows",
      wanted(withJar("https://a.localhost/a.jar"), { operator: { [`${artifacts}.allowed-hosts`]: "*.localhost" } }),
    ],
    ["a canary", wanted({ job: null }, { metadata: { labels: { "flink.apache.org/canary": "true" } } })],
  ])("nothing against %s", ([, of]) => {
    expect(sessionJobInvalidity(of)).toBeUndefined();
  });

  test("a resource cannot allow itself a scheme", () => {
    const configuration = { ...directories, [`${artifacts}.allowed-schemes`]: "s3" };
    expect(sessionJobInvalidity(wanted(withJar("s3://b/a.jar"), { configuration }))?.field).toBe("spec.job.jarURI");
  });

  test("a resource cannot allow itself a host, nor does one host allow another", () => {
    const hosts = { [`${artifacts}.allowed-hosts`]: "'10.0.0.1:8443'" };
    const configuration = { ...directories, ...hosts };
    const at = (uri: string) => wanted(withJar(uri), { configuration, operator: {} });
    expect(sessionJobInvalidity(at("https://10.0.0.1:8443/a.jar"))?.field).toBe("spec.job.jarURI");
    for (const uri of ["https://10.0.0.1/a.jar", "https://10.0.0.2:8443/a.jar"]) {
      expect(sessionJobInvalidity(wanted(withJar(uri), { operator: hosts }))?.message).toContain(
        "artifacts.allowedHosts",
      );
    }
  });

  test("a password in a URI is not told", () => {
    const found = sessionJobInvalidity(wanted(withJar("http://me:hunter2@example.com/a.jar")));
    expect(found?.message).toContain("spec.job.jarURI '******' has the scheme http");
    expect(found?.message).not.toContain("hunter2");
  });

  test.for<[string, boolean]>([
    ["localhost", true],
    ["LOCALHOST.", true],
    ["a.localhost", true],
    ["127.0.0.1", true],
    ["127.1", true],
    ["2130706433", true],
    ["0x7f.1", true],
    ["0.0.0.0", true],
    ["10.1.2.3", true],
    ["172.16.0.1", true],
    ["172.31.255.255", true],
    ["192.168.1.1", true],
    ["169.254.169.254", true],
    ["224.0.0.1", true],
    ["239.1.1.1", true],
    ["[::1]", true],
    ["[::]", true],
    ["[::ffff:10.0.0.1]", true],
    ["[fd00::1]", true],
    ["[fe80::1]", true],
    ["[fec0::1]", true],
    ["[ff02::1]", true],
    ["100.64.0.1", true],
    ["198.18.0.1", true],
    ["203.0.113.9", true],
    ["240.0.0.1", true],
    ["[64:ff9b::808:808]", true],
    ["[2002:a00:1::1]", true],
    ["[2001::1]", true],
    ["[2001:db8::1]", true],
    ["172.15.0.1", false],
    ["172.32.0.1", false],
    ["8.8.8.8", false],
    ["11.0.0.1", false],
    ["192.169.0.1", false],
    ["100.128.0.1", false],
    ["[2606:4700::1111]", false],
    ["10.example.com", false],
    ["repo.example.com", false],
    ["notlocalhost", false],
  ])("host %s: refused %s", ([host, refused]) => {
    const found = sessionJobInvalidity(wanted(withJar(`https://${host}/a.jar`)));
    expect(found !== undefined).toBe(refused);
    expect(found?.message ?? "private network").toContain("private network");
  });
});
