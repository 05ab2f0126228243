import pLimit from "p-limit";

const most = 10;

/** Does all of them, ten at a time. What is lost of one keeps no other from being done; then what the first has thrown is thrown. */
export async function atOnce<T>(tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const limit = pLimit(most);
  const settled = await Promise.allSettled(tasks.map((task) => limit(task)));
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}
