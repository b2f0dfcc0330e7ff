/** One job of a benchmark: the input that all contenders read, how the product does it, and how answers compare. */
export interface ComparedJob {
  readonly id: string
  readonly title: string
  /** Numbers in the order that the rivals read: a list is written as text, a `Float64Array` as its bytes. */
  readonly input: readonly number[] | Float64Array
  /** What the rivals are, each with the repetitions it is given a round. */
  readonly rivals: readonly Rival[]
  /** Repetitions of the product a round. */
  readonly repetitions: number
  /** The product's answer, computed anew. */
  readonly own: () => ArrayLike<number>
  readonly agreement: Agreement
  /** Figures of the answer that are compared, where not all of them are (a fit's parameters may lie in a flat valley). */
  readonly compared?: (answer: ArrayLike<number>) => ArrayLike<number>
  /** Pricings in one repetition, where the time of one is of interest. */
  readonly pricings?: number
}

/** Largest distance between two answers that still is agreement, and in what it is measured. */
export interface Agreement {
  readonly limit: number
  readonly measure: 'absolute' | 'relative'
  /** What one unit of an absolute distance is, for the table; `absolute` when left out. */
  readonly unit?: string
}

/** A program that does the same job. */
export interface Rival {
  /** Its name among the programs. */
  readonly program: string
  readonly repetitions: number
  /** Which figures of the answer it computes, where it does a part of the job, and what part of the work they are. */
  readonly part?: { readonly indices: readonly number[]; readonly share: number }
  /** Where it takes too long for rounds: it is timed once, with the comparison, and stopped after so many seconds. */
  readonly onceWithin?: number
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
