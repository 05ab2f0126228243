/** Where a savepoint lies that is taken only when a plan is carried out. */
export const laterPath = "(the savepoint that is taken)";

/** A job id or trigger id that is chosen only then: the n-th of them. */
export const laterId = (drawn: number): string => `f1ee70000000${String(drawn).padStart(20, "0")}`;
export const laterUuid = (drawn: number): string => `f1ee7000-0000-4000-8000-${String(drawn).padStart(12, "0")}`;
export const laterVersion = (drawn: number): string => `rehearsed-${drawn}`;

/** Whether a text speaks of something that is chosen only when a plan is carried out. */
export const isLater = (text: string | undefined): boolean =>
  text !== undefined &&
  /f1ee70000000\d{20}|f1ee7000-0000-4000-8000-\d{12}|rehearsed-\d|\(the savepoint that is taken\)/.test(text);
