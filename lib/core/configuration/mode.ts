import type { Mode } from "./versions.ts";

/**
 * Who starts TaskManagers: Flink (native, also where nothing is said) or a Deployment. What the user did not say stays unsaid in
 * the resource as it is read, because the record of what was deployed tells the two apart.
 */
export const modeOf = ({ mode }: { readonly mode?: Mode | undefined }): Mode => mode ?? "native";
