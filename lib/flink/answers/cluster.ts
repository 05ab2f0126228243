import * as z from "zod";

/** GET /config (DashboardConfiguration) */
export const dashboardConfiguration = z.looseObject({ "flink-version": z.string(), "flink-revision": z.string() });

/** GET /taskmanagers (TaskManagersInfo) */
export const taskManagers = z.looseObject({ taskmanagers: z.array(z.unknown()) });
