import type { DecisionNote } from "../api/resources/decisionNote.ts";

/** More acts in a row than any resource has without a write of its status. */
const mostNotes = 5;
const mostResources = 1000;

/**
 * Notes of acts that changed nothing in status (objects deleted, a finalizer put back), until something else is written there and they go along.
 * In memory alone, since no write is made for them: what is lost with it is in the log.
 */
export class UnwrittenNotes {
  readonly #notes = new Map<string, readonly DecisionNote[]>();

  /** By the uid of their resource. */
  of(uid: string): readonly DecisionNote[] {
    return this.#notes.get(uid) ?? [];
  }

  /** What is done again and again until it is seen to be done is one act. */
  add(uid: string, note: DecisionNote): void {
    if (saysTheSame(this.of(uid).at(-1), note)) return;
    const notes = [...this.of(uid), note].slice(-mostNotes);
    this.#notes.delete(uid);
    this.#notes.set(uid, notes);
    const [oldest] = this.#notes.keys();
    if (this.#notes.size > mostResources && oldest !== undefined) this.#notes.delete(oldest);
  }

  clear(uid: string): void {
    this.#notes.delete(uid);
  }
}

const saysTheSame = (last: DecisionNote | undefined, { rule, act, does, because }: DecisionNote): boolean =>
  last?.rule === rule && last.act === act && last.does === does && last.because === because;
