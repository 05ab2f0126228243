import { ingressRules } from "./ingressRules.ts";
import { type Rule, under } from "./rule.ts";
import { specRules } from "./specRules.ts";

const namePattern = "^[a-z]([-a-z0-9]{0,43}[a-z0-9])?$";
const nameHint = "starts with a letter, goes on with small letters, digits and dashes, and does not end with a dash";

/** Names never change, so only creation is checked: what is there already stays writable. */
const nameRule = (longest: number, why: string): Rule => ({
  at: "",
  rule: `oldSelf.hasValue() || (self.metadata.name.size() <= ${longest} && self.metadata.name.matches('${namePattern}'))`,
  message: `metadata.name must have at most ${longest} characters${why}; it ${nameHint}`,
  optionalOldSelf: true,
});

const reconciled =
  "has(self.status) && has(self.status.reconciliationStatus) && has(self.status.reconciliationStatus.lastReconciledSpec)";
const last = "self.status.reconciliationStatus.lastReconciledSpec";

/**
 * Forbids a change once something was deployed, as the Apache operator's DefaultValidator does; the way back to what was
 * deployed last stays open.
 */
const afterDeployment = (unchanged: string, back: string): string =>
  `!has(self.spec) || !has(oldSelf.spec) || !(${reconciled}) || (${unchanged}) || (${back})`;

const modeOf = (self: string): string => `(has(${self}.spec.mode) ? ${self}.spec.mode : 'native')`;

const deploymentTransitions: readonly Rule[] = [
  {
    at: "",
    rule: afterDeployment(
      "has(self.spec.job) == has(oldSelf.spec.job)",
      `has(self.spec.job) != ${last}.startsWith('{"spec":{"job":null')`,
    ),
    message:
      "cannot switch between job and session cluster: delete the resource and create it anew, or use another name",
    messageExpression:
      "(has(self.spec.job) ? 'cannot switch from session to job cluster' : 'cannot switch from job to session cluster') + " +
      "': delete the resource and create it anew, or use another name'",
  },
  {
    at: "",
    rule: afterDeployment(
      `${modeOf("self")} == ${modeOf("oldSelf")}`,
      `(${modeOf("self")} == 'standalone') == ${last}.contains('"mode":"standalone"')`,
    ),
    message: "cannot switch between native and standalone: delete the resource and create it anew, or use another name",
    messageExpression:
      `'cannot switch from ' + ${modeOf("oldSelf")} + ' to ' + ${modeOf("self")} + ` +
      "' mode: delete the resource and create it anew, or use another name'",
  },
  {
    at: "",
    rule: afterDeployment(
      "!has(self.spec.job) || !has(self.spec.job.savepointRedeployNonce) || " +
        "(has(oldSelf.spec.job) && has(oldSelf.spec.job.savepointRedeployNonce) && " +
        "oldSelf.spec.job.savepointRedeployNonce == self.spec.job.savepointRedeployNonce)",
      "has(self.spec.job) && has(self.spec.job.initialSavepointPath) && self.spec.job.initialSavepointPath != ''",
    ),
    message:
      "spec.job.savepointRedeployNonce has changed but spec.job.initialSavepointPath is empty: write the savepoint to redeploy from",
  },
];

const sessionJobRules: readonly Rule[] = [
  {
    at: "spec",
    rule: "has(self.job) || !(has(self.deploymentName) || has(self.flinkConfiguration) || has(self.restartNonce))",
    message: "job must be defined: a session job needs what it runs",
  },
  {
    at: "spec",
    rule: `(has(self.deploymentName) && self.deploymentName.matches('${namePattern}')) || !(has(self.job) || has(self.deploymentName))`,
    message:
      "deploymentName must be the name of a session cluster: a FlinkDeployment without a job in the same namespace",
  },
  {
    at: "spec.job",
    rule: "has(self.parallelism) && self.parallelism >= 1",
    message: "parallelism must be 1 or more",
  },
  {
    at: "spec.job",
    rule: "!has(self.jarURI) || self.jarURI.matches('^[a-zA-Z][a-zA-Z0-9+.-]*:[^ ]+$')",
    message: "jarURI must be a URI with its scheme, for example https://host/job.jar",
    messageExpression: "'jarURI \"' + self.jarURI + '\" has no scheme: write a URI such as https://host/job.jar'",
    fieldPath: ".jarURI",
  },
];

const snapshotRules: readonly Rule[] = [
  {
    at: "",
    rule: "oldSelf.hasValue() || has(self.spec)",
    message: "spec is missing: write jobReference, and either savepoint or checkpoint",
    optionalOldSelf: true,
  },
  {
    at: "spec",
    rule: "has(self.savepoint) != has(self.checkpoint)",
    message: "exactly one of savepoint and checkpoint has to be set",
    messageExpression:
      "'exactly one of savepoint and checkpoint has to be set, ' + (has(self.savepoint) ? 'not both' : 'here is none')",
  },
  {
    at: "spec",
    rule: "has(self.jobReference) || (has(self.savepoint) && has(self.savepoint.alreadyExists) && self.savepoint.alreadyExists)",
    message: "jobReference must be supplied, unless savepoint.alreadyExists is true",
  },
  {
    at: "spec.jobReference",
    rule: "has(self.kind) && has(self.name) && self.name != ''",
    message: "jobReference needs kind (FlinkDeployment or FlinkSessionJob) and name",
  },
];

/** The rules of each kind, by kind. What needs more than the resource itself is judged in the run. */
export const rules = {
  FlinkDeployment: [nameRule(45, ""), ...under("spec", specRules), ...deploymentTransitions],
  FlinkSessionJob: sessionJobRules,
  FlinkStateSnapshot: snapshotRules,
  FlinkBlueGreenDeployment: [
    nameRule(39, ", for its FlinkDeployments add -blue and -green"),
    ...under("spec.ingress", ingressRules),
    ...under("spec.template.spec", specRules),
  ],
} as const satisfies Record<string, readonly Rule[]>;
