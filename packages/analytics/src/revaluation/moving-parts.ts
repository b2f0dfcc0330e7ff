import { type CompiledBook, formulas } from './book-table.ts'

/** Which runs of points, legs and instruments of a book move (1) under the scenarios last marked. */
export interface MovingParts {
  readonly runs: Uint8Array
  /** Those whose sum a formula takes: not those of a credit default swap, which reads its points one by one. */
  readonly legs: Uint8Array
  readonly instruments: Uint8Array
  /**
   * Marks what the `shocks`, whole scenarios row by row, move: all that loads on a factor with a shock other than 0. False where
   * they are the factors that were marked before, and always true the first time.
   */
  mark(shocks: Float64Array): boolean
}

/** The parts of a book, none of them moving. */
export function movingParts(book: CompiledBook): MovingParts {
  const { runStarts, loadingStarts, loadingFactors, legStarts, legPoints, firstLegs, levelFactors } = book
  const factorCount = book.factors.length
  const factors = new Uint8Array(factorCount)
  const found = new Uint8Array(factorCount)
  let isFirst = true
  const runs = new Uint8Array(runStarts.length - 1)
  const points = new Uint8Array(book.pointValues.length)
  const legs = new Uint8Array(legStarts.length - 1)
  const instruments = new Uint8Array(book.instruments)
  const anyOf = (parts: Uint8Array, places: Int32Array, from: number, end: number): number => {
    for (let k = from; k < end; k++) if (parts[places[k]] === 1) return 1
    return 0
  }
  const mark = (shocks: Float64Array): boolean => {
    found.fill(0)
    for (let from = 0; from < shocks.length; from += factorCount) {
      for (let f = 0; f < factorCount; f++) if (shocks[from + f] !== 0) found[f] = 1
    }
    if (!isFirst && found.every((moves, f) => moves === factors[f])) return false
    isFirst = false
    factors.set(found)
    for (let r = 0; r < runs.length; r++) {
      runs[r] = anyOf(factors, loadingFactors, loadingStarts[r], loadingStarts[r + 1])
      points.fill(runs[r], runStarts[r], runStarts[r + 1])
    }
    for (let g = 0; g < legs.length; g++) legs[g] = anyOf(points, legPoints, legStarts[g], legStarts[g + 1])
    for (let i = 0; i < instruments.length; i++) {
      const level = levelFactors[i]
      let moves = level >= 0 ? factors[level] : 0
      for (let g = firstLegs[i]; g < firstLegs[i + 1]; g++) moves |= legs[g]
      instruments[i] = moves
      if (book.formulas[i] === formulas.creditDefaultSwap) legs.fill(0, firstLegs[i], firstLegs[i + 1])
    }
    return true
  }
  return { runs, legs, instruments, mark }
}
