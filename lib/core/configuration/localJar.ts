/** A jar in the JobManager's image: Flink runs it without an upload where it lies in `<web.upload.dir>/flink-web-upload`. */
export interface LocalJar {
  /** Without a slash at its end. */
  readonly folder: string;
  readonly file: string;
}

/** `undefined` for any other URI. */
export function localJar(uri: string): LocalJar | undefined {
  const path = /^local:(?:\/\/)?(.*)$/i.exec(uri)?.[1];
  if (path === undefined) return undefined;
  const end = path.lastIndexOf("/");
  return { folder: path.slice(0, Math.max(0, end)), file: path.slice(end + 1) };
}
