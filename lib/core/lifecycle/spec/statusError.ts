/** What went wrong, in the classes that the Apache operator tells apart. */
export type Failure =
  | { readonly kind: "validation"; readonly message: string }
  /** `reason` is Kubernetes' own: `ImagePullBackOff`, `FailedCreate` … */
  | { readonly kind: "deployment"; readonly reason: string; readonly message: string }
  | { readonly kind: "upgrade"; readonly message: string; readonly causes?: readonly Cause[] }
  | { readonly kind: "reconciliation"; readonly message: string; readonly causes?: readonly Cause[] };

export interface Cause {
  /** The class of a Java exception, or whatever names the kind of fault as well. */
  readonly type: string;
  readonly message: string;
  /** Of an answer of Flink's REST API. */
  readonly httpResponseCode?: number;
}

const exceptions = "org.apache.flink.kubernetes.operator.exception.";
const types = {
  validation: `${exceptions}ValidationException`,
  deployment: `${exceptions}DeploymentFailedException`,
  upgrade: `${exceptions}UpgradeFailureException`,
  reconciliation: `${exceptions}ReconciliationException`,
} as const;

/** UTF-16 units in a field: the default of kubernetes.operator.exception.field.max.length. */
const longest = 2048;
/** The default of kubernetes.operator.exception.throwable.list.max.count. */
const mostCauses = 2;

/** The JSON text of `status.error`, as the Apache operator's FlinkResourceException is written. */
export function statusError(failure: Failure): string {
  const causes = "causes" in failure ? failure.causes : [];
  return JSON.stringify({
    type: types[failure.kind],
    message: cut(failure.message),
    additionalMetadata: failure.kind === "deployment" ? { reason: cut(failure.reason) } : {},
    throwableList: causes.slice(0, mostCauses).map(written),
  });
}

const written = ({ type, message, httpResponseCode }: Cause): object => ({
  type: cut(type),
  message: cut(message),
  additionalMetadata: httpResponseCode === undefined ? {} : { httpResponseCode },
});

const cut = (text: string): string => text.slice(0, longest);
