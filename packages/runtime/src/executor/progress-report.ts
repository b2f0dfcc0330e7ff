/** Reports progress to a listener only when the count has risen, so that it hears each count at most once. */
export class ProgressReport {
  readonly #onProgress: ((done: number, total: number) => void) | undefined
  readonly #total: number
  #last = -1

  constructor(onProgress: ((done: number, total: number) => void) | undefined, total: number) {
    this.#onProgress = onProgress
    this.#total = total
  }

  /** Says that `done` shards are finished. Throws what the listener throws. */
  update(done: number): void {
    if (done <= this.#last) return
    this.#last = done
    this.#onProgress?.(done, this.#total)
  }
}
