/** The file name of a jar in the JobManager's image; `undefined` for any other URI. */
export const localJar = (uri: string): string | undefined => {
  const path = /^local:(.*)$/i.exec(uri)?.[1];
  return path?.slice(path.lastIndexOf("/") + 1);
};
