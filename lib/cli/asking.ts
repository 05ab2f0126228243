import { createInterface } from "node:readline/promises";

/** Asks for one line: on stderr, so that what is printed can go to a file. Ctrl-C and the end of the input are no answer. */
export const asking =
  (input: NodeJS.ReadableStream, output: NodeJS.WritableStream) =>
  async (question: string): Promise<string> => {
    const lines = createInterface({ input, output });
    const left = new Promise<string>((resolve) => void lines.once("close", () => resolve("")));
    try {
      return await Promise.race([lines.question(question).catch(() => ""), left]);
    } finally {
      lines.close();
    }
  };
