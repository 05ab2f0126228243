/** What a terminal's stream has. */
export interface Line {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

export interface ProgressLine {
  /** What is waited for; `undefined`: nothing any more. */
  readonly show: (text: string | undefined) => void;
  /** Writes something that stays, above it. */
  readonly above: (write: () => void) => void;
}

const clear = "\r\u001B[K";

/** One line that is drawn over each time, and below all that stays. Where nobody looks there is none. */
export function progressLine(stream: Line): ProgressLine {
  let shown = "";
  const draw = (text: string): void => {
    if (stream.isTTY !== true || (text === "" && shown === "")) return;
    shown = text.slice(0, Math.max(1, (stream.columns ?? 80) - 1));
    stream.write(`${clear}${shown}`);
  };
  return {
    show: (text = "") => draw(text),
    above: (write) => {
      const before = shown;
      draw("");
      write();
      draw(before);
    },
  };
}
