import { looksSecret } from "../lifecycle/spec/secrets.ts";

/** Their names speak of secrets, but their values only name some: the rules read them. */
const named = ["kubernetes.secrets", "kubernetes.env.secretKeyRef", "kubernetes.container.image.pull-secrets"];

/** Options that hold what a pod template would: environment, arguments and annotations, whatever those are called. */
const free = /(^|\.)containerized\.\w+\.env\.|\.(args|annotations)$|program-args|global-job-parameters/;

/** Whether the value of an option of Flink is nobody's business: at least what GlobalConfiguration.SENSITIVE_KEYS says, by its full name. */
export const isSecretOption = (key: string): boolean =>
  free.test(key) || (looksSecret(key) && !named.some((name) => key.endsWith(name)));
