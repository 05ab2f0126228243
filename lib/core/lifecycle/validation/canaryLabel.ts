/** Resources with this label are there to be changed, and to be seen to have changed; their spec may be empty. */
export const isCanary = (labels: Readonly<Record<string, string>> | undefined): boolean =>
  labels?.["flink.apache.org/canary"] === "true";
