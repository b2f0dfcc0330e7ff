import type { UnitPaths } from './unit-exposures.ts'
import type { CounterpartyTerms } from './counterparty-terms.ts'

/** Trades that net, on the paths. */
export interface NettingPaths extends UnitPaths {
  /** Initial margin that each side posts, by date. */
  readonly margin: Float64Array
  /** When the last of them ends, years; 0 for none. */
  readonly lastYears: number
}

/** Charges by path, present values: costs positive, the benefit `dva` positive. */
export interface ChargePaths {
  readonly cva: Float64Array
  readonly dva: Float64Array
  readonly fva: Float64Array
  readonly mva: Float64Array
}

export function zeroCharges(paths: number): ChargePaths {
  const zeros = (): Float64Array => new Float64Array(paths)
  return { cva: zeros(), dva: zeros(), fva: zeros(), mva: zeros() }
}

/**
 * Charges of all trades with one counterparty. With a credit support annex the claim is the value plus what was paid in the
 * margin period, less the variation margin that was called at its start (payments withheld: "classical -" of Andersen,
 * Pykhtin & Sokol), beyond the initial margin that either side holds, segregated. FVA is the funding of variation
 * margin posted in cash, less the same on what is received; what is not collateralised needs no cash of the fund, whose hedges stand
 * against liabilities rather than other trades. MVA is the funding of initial margin posted.
 */
export function nettingCharges(
  netting: NettingPaths,
  terms: CounterpartyTerms,
  discount: Float64Array,
  timesYears: readonly number[],
): ChargePaths {
  const paths = discount.length / timesYears.length
  const out = zeroCharges(paths)
  const claims = new Float64Array(paths)
  const balance = startingBalance(netting, terms, paths)
  const losses = new Float64Array(paths)
  const ranking = terms.rankedLossWeights === null ? null : rankingOf(paths)
  for (let d = 0; d < timesYears.length && timesYears[d] < netting.lastYears; d++) {
    const margin = marginAt(netting, terms, d)
    const factors = discount.subarray(d * paths, (d + 1) * paths)
    const exposed = writeClaims(netting, terms, d, balance, claims) > margin
    if (exposed) {
      if (ranking === null || terms.rankedLossWeights === null) losses.fill(terms.lossWeights[d])
      else writeByRank(claims, margin, terms.rankedLossWeights.subarray(d * paths, (d + 1) * paths), ranking, losses)
      addExcess(claims, 1, margin, losses, factors, out.cva)
    }
    losses.fill(terms.ownLossWeights[d])
    addExcess(claims, -1, margin, losses, factors, out.dva)
    addCash(balance, margin, terms.fundingWeights[d], factors, out.fva, out.mva)
  }
  return out
}

/** Adds loss x discount factor x what `sign` x claim has above the margin. */
function addExcess(
  claims: Float64Array,
  sign: 1 | -1,
  margin: number,
  losses: Float64Array,
  factors: Float64Array,
  out: Float64Array,
): void {
  for (let p = 0; p < claims.length; p++) {
    const excess = sign * claims[p] - margin
    if (excess > 0) out[p] += losses[p] * factors[p] * excess
  }
}

function addCash(
  balance: Float64Array,
  margin: number,
  funding: number,
  factors: Float64Array,
  fva: Float64Array,
  mva: Float64Array,
): void {
  for (let p = 0; p < balance.length; p++) {
    const carried = funding * factors[p]
    fva[p] -= carried * balance[p]
    mva[p] += carried * margin
  }
}

/** Variation margin held today (negative: posted), the same on every path. */
export function startingBalance(
  { valueToday }: Pick<NettingPaths, 'valueToday'>,
  { collateral }: Pick<CounterpartyTerms, 'collateral'>,
  paths: number,
): Float64Array {
  return new Float64Array(paths).fill(collateral === null ? 0 : called(valueToday, collateral.threshold))
}

/** Initial margin that either side holds at date `d`: that of the trades and the independent amount. */
export function marginAt({ margin }: NettingPaths, { collateral }: CounterpartyTerms, d: number): number {
  return collateral === null ? 0 : margin[d] + collateral.independentAmount
}

/**
 * Writes the claim on the counterparty of every path at date `d`, signed, before initial margin, and moves the balance of
 * variation margin to what was called for it; returns the largest claim.
 */
export function writeClaims(
  { value, valueBefore, paidSince }: NettingPaths,
  { collateral }: CounterpartyTerms,
  d: number,
  balance: Float64Array,
  claims: Float64Array,
): number {
  const paths = claims.length
  let largest = -Infinity
  for (let p = 0; p < paths; p++) {
    const i = d * paths + p
    if (collateral === null) claims[p] = value[i]
    else {
      const whole = value[i] + paidSince[i]
      const required = called(whole - collateral.marginScale * (whole - valueBefore[i]), collateral.threshold)
      if (Math.abs(required - balance[p]) >= collateral.minimumTransfer) balance[p] = required
      claims[p] = whole - balance[p]
    }
    if (claims[p] > largest) largest = claims[p]
  }
  return largest
}

function called(value: number, threshold: number): number {
  if (value > threshold) return value - threshold
  return value < -threshold ? value + threshold : 0
}

/** Room to sort one date's claims with their paths. */
interface Ranking {
  readonly keys: Float64Array
  readonly words: Uint32Array
  readonly mask: number
}

function rankingOf(paths: number): Ranking {
  const keys = new Float64Array(paths)
  return { keys, words: new Uint32Array(keys.buffer), mask: 2 ** Math.ceil(Math.log2(paths)) - 1 }
}

/**
 * Gives each path whose claim is above `floor` the weight of the rank of its claim among all, least first; the others, which
 * lose nothing, keep what they have. The path's number stands in the last bits of the claim while it is sorted, so claims equal
 * to a part in a billion go by their paths.
 */
function writeByRank(
  values: Float64Array,
  floor: number,
  byRank: Float64Array,
  { keys, words, mask }: Ranking,
  out: Float64Array,
): void {
  const low = littleEndian ? 0 : 1
  let above = 0
  for (let p = 0; p < values.length; p++) {
    if (values[p] <= floor) continue
    keys[above] = values[p]
    words[2 * above + low] = (words[2 * above + low] & ~mask) | p
    above++
  }
  keys.subarray(0, above).sort()
  const below = values.length - above
  for (let k = 0; k < above; k++) out[words[2 * k + low] & mask] = byRank[below + k]
}

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
