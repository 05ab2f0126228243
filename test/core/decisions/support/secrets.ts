import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import type { OperatorDefaults } from "../../../../lib/core/configuration/defaults.ts";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import { application, type Wanted } from "../../../sequence/support/application.ts";

/** Every planted one holds this. */
export const mark = "hunter2";

let planted = 0;
const secret = (place: string): string => `${mark}-${place}-${(planted += 1)}`;

/** An argument, of which Flink may tell. */
export const argument = secret("argument");

const template = (of: string) => ({
  metadata: {
    annotations: { "example.com/note": secret(`${of}-annotation`) },
    labels: { "example.com/key": secret(`${of}-label`) },
  },
  spec: {
    containers: [
      {
        name: "flink-main-container",
        env: [
          { name: "WORD", value: "savepoint" },
          { name: "PLAIN", value: secret(`${of}-env`) },
          { name: "DB_PASSWORD", value: secret(`${of}-password`) },
        ],
        args: [`--key=${secret(`${of}-arg`)}`],
        command: ["sh", "-c", `login ${secret(`${of}-command`)}`],
        livenessProbe: {
          httpGet: { httpHeaders: [{ name: "Authorization", value: secret(`${of}-header`) }], port: 1 },
        },
      },
      { name: "sidecar", image: "sidecar:1", envFrom: [], env: [{ name: "X", value: secret(`${of}-sidecar`) }] },
    ],
    volumes: [{ name: "v", csi: { driver: "d", volumeAttributes: { any: secret(`${of}-volume`) } } }],
  },
});

/** An address with credentials, and signed. */
export const address = (path: string): string =>
  `https://jane:${secret("address-user")}@example.com/${path}?X-Amz-Signature=${secret("address-signature")}`;

/** An application with a secret in every place where a user can put one. */
export function secretive(wanted: Wanted = {}): KubernetesObject {
  const object = application(wanted);
  const spec = object["spec"] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const { job, flinkConfiguration, jobManager, taskManager } = spec;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({ password: secret("applied") }),
        "example.com/note": secret("annotation"),
      },
    },
    spec: {
      ...spec,
      flinkConfiguration: {
        ...flinkConfiguration,
        "s3.secret-key": secret("s3"),
        "fs.azure.account.key.store.blob.core.windows.net": secret("azure"),
        "metrics.reporter.x.apikey": secret("apikey"),
        "security.kerberos.jaas.config": secret("jaas"),
        "rest.http-headers": secret("headers"),
        "kubernetes.operator.user.artifacts.http.header": `Authorization: Bearer ${secret("artifacts")}`,
        "containerized.master.env.ANY": secret("master-env"),
        "containerized.taskmanager.env.ANY": secret("taskmanager-env"),
        "env.java.opts.all": `-Dtrust.password=${secret("java")}`,
        "kubernetes.jobmanager.annotations": `note:${secret("options-annotation")}`,
        "pipeline.global-job-parameters": `any:${secret("parameters")}`,
        "metrics.reporter.y.url": `https://user:${secret("address")}@example.com/`,
      },
      job: {
        ...job,
        jarURI: "local:///opt/flink/examples/streaming/TopSpeedWindowing.jar",
        args: ["--password", argument, `--token=${secret("argument-token")}`],
      },
      podTemplate: template("pods"),
      jobManager: { ...jobManager, podTemplate: template("jobmanager") },
      taskManager: { ...taskManager, podTemplate: template("taskmanager") },
      logConfiguration: { "log4j-console.properties": `appender.kafka.password = ${secret("log")}` },
      ingress: { template: "{{name}}.example.com", annotations: { "example.com/auth": secret("ingress") } },
    },
  };
}

export const secretiveDefaults: OperatorDefaults = {
  ...shippedDefaults,
  configuration: { ...shippedDefaults.configuration, "s3.access-key": secret("defaults") },
};
