import { edits, gone, type HandEdit, merge, text } from "./handEdit.ts";

const configuration = edits({ kind: "ConfigMap", name: "flink-config-clicks" });
const template = edits({ kind: "ConfigMap", name: "pod-template-clicks" });
const legacy = "flink-conf.yaml";
const standard = "config.yaml";
const byHand = "kubectl-edit";
const log = "log4j-console.properties";

const optionEdits: readonly HandEdit[] = [
  configuration(
    "more slots",
    ["nativeHa", byHand],
    text(legacy, "taskmanager.numberOfTaskSlots: 1", "taskmanager.numberOfTaskSlots: 4"),
    [["/data/flink-conf.yaml/taskmanager.numberOfTaskSlots", "restart"]],
  ),
  configuration("an option removed", ["session", byHand], text(legacy, "parallelism.default: 1\n", ""), [
    ["/data/flink-conf.yaml/parallelism.default", "restart"],
  ]),
  configuration("an option added", ["standalone", byHand], text(legacy, "", "restart-strategy.type: none\n"), [
    ["/data/flink-conf.yaml/restart-strategy.type", "restart"],
  ]),
  configuration("an option overridden below", ["standalone", byHand], text(legacy, "", "parallelism.default: 64\n"), [
    ["/data/flink-conf.yaml/parallelism.default", "restart"],
  ]),
  configuration("checkpoints elsewhere", ["nativeHa", byHand], text(legacy, "s3://b/cp", "s3://b/other"), [
    ["/data/flink-conf.yaml/state.checkpoints.dir", "stateAtRisk"],
  ]),
  configuration(
    "checkpoints elsewhere, of a stateless job",
    ["stateless", byHand],
    text(legacy, "s3://b/cp", "s3://b/other"),
    [["/data/flink-conf.yaml/state.checkpoints.dir", "restart"]],
  ),
  configuration(
    "savepoints elsewhere, of a session cluster",
    ["session", byHand],
    text(legacy, "s3://b/sp", "s3://b/other"),
    [["/data/flink-conf.yaml/state.savepoints.dir", "stateAtRisk"]],
  ),
  configuration("HA storage elsewhere", ["standaloneHa", byHand], text(legacy, "s3://b/ha/", "s3://b/ha2/"), [
    ["/data/flink-conf.yaml/high-availability.storageDir", "stateAtRisk"],
  ]),
  configuration(
    "HA off",
    ["nativeHa", byHand],
    text(legacy, "high-availability.type: kubernetes", "high-availability.type: NONE"),
    [["/data/flink-conf.yaml/high-availability.type", "stateAtRisk"]],
  ),
  configuration("HA off by its old name", ["nativeHa", byHand], text(legacy, "", "high-availability: NONE\n"), [
    ["/data/flink-conf.yaml/high-availability", "stateAtRisk"],
  ]),
  configuration("another state backend", ["nativeHa", byHand], text(legacy, "", "state.backend.type: rocksdb\n"), [
    ["/data/flink-conf.yaml/state.backend.type", "stateAtRisk"],
  ]),
  configuration(
    "another job id",
    ["standaloneHa", byHand],
    text(legacy, "0123456789abcdef0123456789abcdef", "f".repeat(32)),
    [["/data/flink-conf.yaml/$internal.pipeline.job-id", "stateAtRisk"]],
  ),
  configuration(
    "a savepoint to start from",
    ["standalone", byHand],
    text(legacy, "", "execution.savepoint.path: s3://b/sp/old\n"),
    [["/data/flink-conf.yaml/execution.savepoint.path", "stateAtRisk"]],
  ),
  configuration("a secret", ["nativeHa", byHand], text(legacy, "planted-in-options", "planted-by-hand"), [
    ["/data/flink-conf.yaml/s3.secret-key", "restart"],
  ]),
  configuration(
    "an option, Flink 2",
    ["nativeV2", byHand],
    text(standard, '"parallelism.default": "4"', '"parallelism.default": "8"'),
    [["/data/config.yaml/parallelism.default", "restart"]],
  ),
  configuration(
    "nested options, Flink 2",
    ["nativeV2", byHand],
    text(standard, "", "high-availability:\n  jobmanager:\n    port: 7000\n"),
    [["/data/config.yaml/high-availability.jobmanager.port", "stateAtRisk"]],
  ),
  configuration(
    "quotes taken off, Flink 2",
    ["nativeV2", byHand],
    text(standard, '"parallelism.default": "4"', "parallelism.default: 4"),
  ),
  configuration("a comment", ["nativeHa", byHand], text(legacy, "", "# do not touch\n\n")),
  configuration(
    "server-side apply of a whole file",
    ["session", "argocd-controller"],
    { verb: "apply", body: { data: { [log]: "rootLogger.level = ERROR\n" } } },
    [[`/data/${log}`, "inPlace"]],
  ),
  unread("before any process read it", "before", [["/data/flink-conf.yaml/state.checkpoints.dir", "inPlace"]]),
  unread("and a TaskManager has started since", "after", [
    ["/data/flink-conf.yaml/state.checkpoints.dir", "stateAtRisk"],
  ]),
];

function unread(name: string, lastStart: "before" | "after", expected: HandEdit["expected"]): HandEdit {
  const edit = text(legacy, "s3://b/cp", "s3://b/other");
  return { ...configuration(`checkpoints elsewhere, ${name}`, ["nativeHa", byHand], edit, expected), lastStart };
}

const fileEdits: readonly HandEdit[] = [
  configuration("log level", ["nativeHa", byHand], text(log, "", "\nlogger.x.level = DEBUG\n"), [
    [`/data/${log}`, "inPlace"],
  ]),
  configuration("a log file removed", ["session", "kubectl-patch"], merge({ data: { "logback-console.xml": null } }), [
    ["/data/logback-console.xml", "inPlace"],
  ]),
  configuration("Flink's file removed", ["session", "kubectl-patch"], merge({ data: { [legacy]: null } }), [
    [`/data/${legacy}`, "inPlace"],
  ]),
  configuration("a file of their own", ["nativeHa", "kubectl-patch"], merge({ data: { "krb5.conf": "x" } })),
  configuration("made immutable", ["nativeHa", "kubectl-patch"], merge({ immutable: true }), [
    ["/immutable", "notOurs"],
  ]),
  configuration("kubectl delete", ["nativeHa", "kubectl"], gone, [["", "inPlace"]]),
  configuration("kubectl delete, standalone", ["standaloneSession", "kubectl"], gone, [["", "inPlace"]]),
  template(
    "TaskManagers' template",
    ["nativeHa", byHand],
    text("taskmanager-pod-template.yaml", "registry.invalid/fluent:1", "registry.invalid/fluent:2\\nx"),
    [["/data/taskmanager-pod-template.yaml", "inPlace"]],
  ),
  template("template emptied", ["native", "kubectl-patch"], merge({ data: null }), [
    ["/data/taskmanager-pod-template.yaml", "inPlace"],
  ]),
  template("kubectl delete", ["native", "kubectl"], gone, [["", "inPlace"]]),
];

export const configMaps = [...optionEdits, ...fileEdits];
