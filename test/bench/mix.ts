import { application } from "../sequence/support/application.ts";
import { sessionCluster, sessionJob } from "../sequence/support/session.ts";

/** What is in one cluster, for each hundred resources in it. */
export const ofHundred = {
  nativeApplications: 70,
  standaloneApplications: 10,
  sessionClusters: 1,
  sessionJobs: 19,
} as const;

/** High availability everywhere, as in production. */
export const mixed = (hundreds: number): readonly object[] => [
  ...several(hundreds * ofHundred.nativeApplications, (index) => application({ name: `native-${index}` })),
  ...several(hundreds * ofHundred.standaloneApplications, (index) =>
    application({ name: `standalone-${index}`, mode: "standalone" }),
  ),
  ...several(hundreds * ofHundred.sessionClusters, (index) => {
    const configuration = { "taskmanager.numberOfTaskSlots": "20" };
    return sessionCluster({ name: `session-${index}`, configuration });
  }),
  ...several(hundreds * ofHundred.sessionJobs, (index) =>
    sessionJob({ name: `job-${index}`, cluster: `session-${Math.floor(index / ofHundred.sessionJobs)}` }),
  ),
];

const several = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));
