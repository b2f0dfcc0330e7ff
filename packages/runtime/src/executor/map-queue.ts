/** Runs tasks one after the other, in the order given, whatever becomes of each. */
export class MapQueue {
  #last: Promise<unknown> = Promise.resolve()

  /** Starts `task` when all tasks before it have settled, and returns its result. */
  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task)
    this.#last = result.catch(() => undefined)
    return result
  }

  /** Resolves when every task added so far has settled. */
  async settled(): Promise<void> {
    await this.#last
  }
}
