/** Where messages go that nobody could answer, with the reason, for people to look at. */
export interface DeadLetters {
  /** `attempts`: how often it was delivered. Throws `Faulted`. */
  bury(body: string, reason: string, attempts: number): Promise<void>;
  /** How many there are, about. Throws `Faulted`. */
  count(): Promise<number>;
}
