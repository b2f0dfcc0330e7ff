import { TuttiError } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'

/** A value that falls as a rate rises, and where its rate lies. */
interface RateSearch {
  /** Positive and falling in the rate on (lowest, infinity); grows without bound towards `lowest`. */
  readonly valueAt: (rate: number) => number
  /** The sought value, above 0. */
  readonly target: number
  /** -Infinity where there is no lowest rate. */
  readonly lowest: number
  /** A first guess above `lowest`. */
  readonly guess: number
  /** What is sought, for the message: `yield`, `z-spread`. */
  readonly what: string
}

/** Widest search in the logarithm of the rate above the lowest; the rate itself overflows beyond 709. */
const widest = 2000

/**
 * The rate at which the value is the target: the only one. Throws `infeasible` where no rate that a number can hold
 * reaches it.
 */
export function rateAtValue({ valueAt, target, lowest, guess, what }: RateSearch): number {
  // rate = lowest + e^u covers every rate that has a value; the logarithm of the value is nearly straight in it.
  const rateOf = (u: number): number => (lowest === -Infinity ? u : lowest + Math.exp(u))
  const excess = (u: number): number => {
    const rate = rateOf(u)
    return (rate > lowest || lowest === -Infinity ? Math.log(valueAt(rate)) : Infinity) - Math.log(target)
  }
  const refuse = (): never => {
    throw new TuttiError('infeasible', `no ${what} that can be computed gives a value of ${target}`, {
      field: what,
      got: String(target),
      expected: 'a value nearer to the sum of the payments',
    })
  }
  const start = lowest === -Infinity ? guess : Math.log(guess - lowest)
  let [low, high] = [start - 0.02, start + 0.02]
  for (let width = 0.04; excess(low) < 0; width *= 2) {
    if (start - low > widest) refuse()
    low -= width
  }
  for (let width = 0.04; excess(high) > 0; width *= 2) {
    if (high - start > widest) refuse()
    high += width
  }
  const root = brentRoot(excess, finiteEnd(excess, low, high), high, { tolerance: 1e-15 })
  const rate = rateOf(root)
  // Where the rate overflows the value drops to 0 at once, and the sign changes without a root.
  return Number.isFinite(rate) && Math.abs(excess(root)) < 1e-6 ? rate : refuse()
}

/** An end at or above `low` with a finite excess of at least 0, as the interpolating steps of the solver need. */
function finiteEnd(excess: (u: number) => number, low: number, high: number): number {
  let [infinite, finite] = [low, high]
  if (excess(low) !== Infinity) return low
  for (let i = 0; i < 200; i++) {
    const middle = 0.5 * (infinite + finite)
    const value = excess(middle)
    if (value === Infinity) infinite = middle
    else if (value >= 0) return middle
    else finite = middle
  }
  return low
}
