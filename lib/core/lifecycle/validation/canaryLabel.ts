/** Resources with this label watch over the process of another operator; their spec may be empty. */
export const isCanary = (labels: Readonly<Record<string, string>> | undefined): boolean =>
  labels?.["flink.apache.org/canary"] === "true";
