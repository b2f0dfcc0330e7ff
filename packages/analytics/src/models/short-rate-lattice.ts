import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError } from '../errors/index.ts'
import { type TrinomialTree, trinomialTree } from './trinomial-tree.ts'

/** A short rate for a lattice: `hull-white` r = x + phi(t), or `black-karasinski` r = e^(x + phi(t)); dx = -a x dt + sigma dW. */
export interface LatticeModel {
  readonly kind: 'hull-white' | 'black-karasinski'
  readonly a: number
  readonly sigma: number
  readonly curve: DiscountCurve
}

/** A trinomial lattice with one-step discount factors that reprice the curve's bond at every one of its times. */
export interface ShortRateLattice {
  readonly tree: TrinomialTree
  /** e^(-r dt) of each node of each step. */
  readonly discounts: readonly Float64Array[]
}

/**
 * The lattice on increasing `times` from 0. Throws `invalid-input` for a parameter that is negative, and for a
 * Black-Karasinski rate on a curve whose forwards are not positive.
 * Source: Hull & White (1994); Black & Karasinski, Financial Analysts Journal 47 (1991), 52-59.
 */
export function shortRateLattice({ kind, a, sigma, curve }: LatticeModel, times: Float64Array): ShortRateLattice {
  for (const [field, value] of [
    ['a', a],
    ['sigma', sigma],
  ] as const) {
    if (!(value >= 0 && Number.isFinite(value))) {
      throw new TuttiError('invalid-input', `${field} must be finite and at least 0, got ${value}`, {
        field,
        got: String(value),
        expected: 'a number >= 0',
      })
    }
  }
  const tree = trinomialTree(a, sigma, times)
  const steps = times.length - 1
  const discounts: Float64Array[] = []
  let prices = Float64Array.of(1)
  for (let i = 0; i < steps; i++) {
    const dt = times[i + 1] - times[i]
    const bond = curve.discountFactor(times[i + 1])
    const discount = new Float64Array(tree.widths[i])
    if (kind === 'hull-white') {
      let sum = 0
      for (let k = 0; k < discount.length; k++) {
        discount[k] = Math.exp(-(tree.lowest[i] + k) * tree.spacing[i] * dt)
        sum += prices[k] * discount[k]
      }
      for (let k = 0; k < discount.length; k++) discount[k] *= bond / sum
    } else {
      fillLognormal(discount, tree, i, prices, bond, dt)
    }
    discounts.push(discount)
    prices = pricesAfter(prices, discount, tree, i)
  }
  return { tree, discounts }
}

/** Arrow-Debreu prices one step on. */
function pricesAfter(
  prices: Float64Array,
  discount: Float64Array,
  tree: TrinomialTree,
  i: number,
): Float64Array<ArrayBuffer> {
  const after = new Float64Array(tree.widths[i + 1])
  const { target, down, middle, up } = tree
  for (let k = 0; k < prices.length; k++) {
    const value = prices[k] * discount[k]
    const goal = target[i][k]
    after[goal - 1] += value * down[i][k]
    after[goal] += value * middle[i][k]
    after[goal + 1] += value * up[i][k]
  }
  return after
}

/** Discount factors of a lognormal rate whose level phi is solved for by Newton steps on a convex, falling function. */
function fillLognormal(
  discount: Float64Array,
  tree: TrinomialTree,
  i: number,
  prices: Float64Array,
  bond: number,
  dt: number,
): void {
  let total = 0
  for (let k = 0; k < prices.length; k++) total += prices[k]
  if (!(bond < total)) {
    throw new TuttiError(
      'invalid-input',
      `a Black-Karasinski rate is positive, but the curve's forward rate from ${tree.times[i]} to ${tree.times[i + 1]} is not`,
      { field: 'curve', got: String(bond), expected: `a discount factor below ${total}` },
    )
  }
  let level = Math.log(-Math.log(bond / total) / dt)
  for (let iteration = 0; iteration < 100; iteration++) {
    let sum = 0
    let slope = 0
    for (let k = 0; k < discount.length; k++) {
      const rate = Math.exp((tree.lowest[i] + k) * tree.spacing[i] + level)
      discount[k] = Math.exp(-rate * dt)
      sum += prices[k] * discount[k]
      slope -= prices[k] * discount[k] * rate * dt
    }
    if (Math.abs(sum / bond - 1) < 4e-16) return
    // In ln(total - sum), which is nearly linear in the level.
    const change = -((total - sum) * Math.log((total - bond) / (total - sum))) / slope
    level += Math.max(-5, Math.min(5, change))
    if (Math.abs(change) < 1e-15) return
  }
  throw new TuttiError('not-converged', `the level of the short rate at ${tree.times[i]} did not converge`)
}

/**
 * Values one step back, discounted: from those at step `i` + 1 to those at step `i`, written into `into` (width of step
 * `i`). `extraDiscount` multiplies every discount factor: e^(-spread dt) for an option-adjusted spread.
 */
export function stepBack(
  { tree, discounts }: ShortRateLattice,
  i: number,
  values: Float64Array,
  into: Float64Array,
  extraDiscount = 1,
): void {
  const target = tree.target[i]
  const down = tree.down[i]
  const middle = tree.middle[i]
  const up = tree.up[i]
  const discount = discounts[i]
  for (let k = 0; k < discount.length; k++) {
    const goal = target[k]
    into[k] =
      extraDiscount * discount[k] * (down[k] * values[goal - 1] + middle[k] * values[goal] + up[k] * values[goal + 1])
  }
}
