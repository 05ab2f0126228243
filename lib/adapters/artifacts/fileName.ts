const longest = 100;

/** The last part of a path as the name of a jar, in letters that need no quotes anywhere. */
export function fileName(path: string): string {
  const last = path.split("/").findLast((part) => part !== "") ?? "";
  const plain = decoded(last)
    .replaceAll(/[^\w.+-]/g, "_")
    .replace(/\.jar$/i, "");
  return `${plain.slice(-longest) || "job"}.jar`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
