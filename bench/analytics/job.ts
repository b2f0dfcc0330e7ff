/** One job of the analytics benchmark: the input that all contenders read, how the product does it, and how answers compare. */
export interface AnalyticsJob {
  readonly id: string
  readonly title: string
  /** Numbers separated by blanks, in the order that the rivals read. */
  readonly input: readonly number[]
  /** What the rivals are, each with the repetitions it is given a round. */
  readonly rivals: readonly Rival[]
  /** Repetitions of the product a round. */
  readonly repetitions: number
  /** The product's answer, computed anew. */
  readonly own: () => ArrayLike<number>
  /** Largest distance between two answers that still is agreement, and in what it is measured. */
  readonly agreement: { readonly limit: number; readonly measure: 'absolute' | 'relative' }
  /** Figures of the answer that are compared, where not all of them are (a fit's parameters may lie in a flat valley). */
  readonly compared?: (answer: ArrayLike<number>) => ArrayLike<number>
  /** Pricings in one repetition, where the time of one is of interest. */
  readonly pricings?: number
}

/** A program that does the same job. */
export interface Rival {
  readonly program: 'quantlib' | 'numpy-scipy'
  readonly repetitions: number
}

/** The largest distance between two answers, absolute or relative to the larger of the two and at least to one. */
export function distance(ours: ArrayLike<number>, theirs: ArrayLike<number>, measure: 'absolute' | 'relative'): number {
  if (ours.length !== theirs.length) throw new Error(`${ours.length} figures against ${theirs.length}`)
  let largest = 0
  for (let i = 0; i < ours.length; i++) {
    const scale = measure === 'absolute' ? 1 : Math.max(1, Math.abs(ours[i]), Math.abs(theirs[i]))
    const gap = Math.abs(ours[i] - theirs[i]) / scale
    if (!(gap <= largest)) largest = Number.isNaN(gap) ? Infinity : gap
  }
  return largest
}
