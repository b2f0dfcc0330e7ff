import { requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import { requireSurvival } from './geometric-brinson.ts'
import { requireColumn, requireCount } from './require-columns.ts'

/** How effects of single periods become effects of the whole time. */
export type LinkingMethod = 'carino' | 'menchero' | 'grap' | 'frongello'

/** Effects linked over periods: their sum is the difference of the compounded returns. */
export interface LinkedEffects {
  readonly method: LinkingMethod
  /** Compounded. */
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  /** Difference of the two. */
  readonly excessReturn: number
  /** What an effect of each period is multiplied by in the total. */
  readonly periodFactors: readonly number[]
  /** [period][effect]; Frongello's grow with what came before, so a period's need not be its factor times its effect. */
  readonly linkedByPeriod: readonly (readonly number[])[]
  /** Over all periods, one an effect. */
  readonly totals: readonly number[]
  /** Excess return less the totals: what the effects of single periods leave unexplained, linked, and rounding. */
  readonly residual: number
  readonly cautions: readonly AttributionCaution[]
}

/** The coefficients of Cariño's method. */
export interface CarinoFactors {
  /** (ln(1 + R) - ln(1 + B)) / (R - B) of the compounded returns. */
  readonly k: number
  /** The same of each period. */
  readonly kByPeriod: readonly number[]
  /** kByPeriod / k: what an effect of the period is multiplied by. */
  readonly ratios: readonly number[]
}

/**
 * Links arithmetic effects `effects[period][effect]` so that they add up to the difference of the compounded returns.
 * With the returns r, b of T periods and R, B compounded:
 * - `carino`: factor k_t / k, k = (ln(1 + R) - ln(1 + B)) / (R - B);
 * - `menchero`: M + a (r_t - b_t), M = ((R - B) / T) / ((1 + R)^(1/T) - (1 + B)^(1/T)) and the smallest a that is exact;
 * - `grap`: prod_{s < t} (1 + r_s) prod_{s > t} (1 + b_s);
 * - `frongello`: G_t = g_t prod_{s < t} (1 + r_s) + b_t sum_{s < t} G_s, which has GRAP's totals.
 *
 * Cariño and Menchero do not depend on the order of the periods; GRAP and Frongello do. Throws `not-applicable` for a
 * return of -100 % or less where a method compounds it.
 *
 * Source: Cariño, J. Performance Measurement 3 (1999); Menchero, ib. 5 (2000) and Financial Analysts J. 60 (2004);
 * GRAP (1997); Frongello, J. Performance Measurement 6 (2002); Bacon (2008), chapter 8.
 */
export function linkedEffects(
  effects: readonly (readonly number[])[],
  portfolioReturns: readonly number[],
  benchmarkReturns: readonly number[],
  method: LinkingMethod,
): LinkedEffects {
  const periods = requireReturnPair(portfolioReturns, benchmarkReturns)
  requireCount(effects.length, periods, 'effects')
  const width = effects[0].length
  effects.forEach((row, t) => requireColumn(row, width, `effects[${t}]`))
  const [portfolioReturn, benchmarkReturn] = [compounded(portfolioReturns), compounded(benchmarkReturns)]
  const excessReturn = compoundedDifference(portfolioReturns, benchmarkReturns)
  const periodFactors = factorsOf[method](portfolioReturns, benchmarkReturns)
  const linkedByPeriod =
    method === 'frongello'
      ? frongelloByPeriod(effects, portfolioReturns, benchmarkReturns)
      : effects.map((row, t) => row.map((effect) => effect * periodFactors[t]))
  const totals = Array.from({ length: width }, (_, k) => compensatedSum(linkedByPeriod.map((row) => row[k])))
  const residual = compensatedSum([excessReturn, ...totals.map((total) => -total)])
  const cautions = linkingCautions(method, effects, portfolioReturns, benchmarkReturns)
  return {
    method,
    portfolioReturn,
    benchmarkReturn,
    excessReturn,
    periodFactors,
    linkedByPeriod,
    totals,
    residual,
    cautions,
  }
}

/** Cariño's coefficients of returns by period. Throws `not-applicable` for a return of -100 % or less. */
export function carinoFactors(portfolioReturns: readonly number[], benchmarkReturns: readonly number[]): CarinoFactors {
  requireReturnPair(portfolioReturns, benchmarkReturns)
  requireGrowth(portfolioReturns, benchmarkReturns)
  const kByPeriod = portfolioReturns.map((r, t) => logSlope(r - benchmarkReturns[t], benchmarkReturns[t]))
  const k = logSlope(compoundedDifference(portfolioReturns, benchmarkReturns), compounded(benchmarkReturns))
  return { k, kByPeriod, ratios: kByPeriod.map((value) => value / k) }
}

const factorsOf: Record<LinkingMethod, (r: readonly number[], b: readonly number[]) => readonly number[]> = {
  carino: (r, b) => carinoFactors(r, b).ratios,
  menchero: mencheroFactors,
  grap: grapFactors,
  frongello: grapFactors,
}

function mencheroFactors(r: readonly number[], b: readonly number[]): number[] {
  requireGrowth(r, b)
  const periods = r.length
  const total = compoundedDifference(r, b)
  const meanGrowth = (returns: readonly number[]): number =>
    returns.reduce((sum, value) => sum + Math.log1p(value), 0) / periods
  const [own, theirs] = [meanGrowth(r), meanGrowth(b)]
  // (1 + R)^(1/T) - (1 + B)^(1/T), which is 0 only where R = B: then M is its limit, (1 + B)^((T - 1) / T).
  const perPeriod = Math.exp(theirs) * Math.expm1(own - theirs)
  const natural = perPeriod === 0 ? Math.exp(theirs * (periods - 1)) : total / periods / perPeriod
  const differences = r.map((value, t) => value - b[t])
  const squares = compensatedSum(differences.map((difference) => difference * difference))
  const left = compensatedSum([total, ...differences.map((difference) => -natural * difference)])
  return differences.map((difference) => natural + (squares > 0 ? (left / squares) * difference : 0))
}

function grapFactors(r: readonly number[], b: readonly number[]): number[] {
  const factors = Array.from({ length: r.length }, () => 1)
  let before = 1
  for (let t = 0; t < r.length; t++) {
    factors[t] = before
    before *= 1 + r[t]
  }
  let after = 1
  for (let t = r.length - 1; t >= 0; t--) {
    factors[t] *= after
    after *= 1 + b[t]
  }
  return factors
}

function frongelloByPeriod(
  effects: readonly (readonly number[])[],
  r: readonly number[],
  b: readonly number[],
): number[][] {
  const sums = effects[0].map(() => 0)
  let growth = 1
  return effects.map((row, t) => {
    const linked = row.map((effect, k) => effect * growth + b[t] * sums[k])
    linked.forEach((value, k) => (sums[k] += value))
    growth *= 1 + r[t]
    return linked
  })
}

/** (ln(1 + b + d) - ln(1 + b)) / d, and its limit 1 / (1 + b) at d = 0. */
function logSlope(difference: number, benchmark: number): number {
  return difference === 0 ? 1 / (1 + benchmark) : Math.log1p(difference / (1 + benchmark)) / difference
}

function compounded(returns: readonly number[]): number {
  let growth = 0
  for (const value of returns) growth += value + growth * value
  return growth
}

/** R - B without the cancellation of two compounded returns: D_t = D_{t-1} (1 + b_t) + P_{t-1} (r_t - b_t). */
function compoundedDifference(r: readonly number[], b: readonly number[]): number {
  let difference = 0
  let growth = 1
  for (let t = 0; t < r.length; t++) {
    difference = difference * (1 + b[t]) + growth * (r[t] - b[t])
    growth *= 1 + r[t]
  }
  return difference
}

function requireReturnPair(r: readonly number[], b: readonly number[]): number {
  const periods = requireSample(r, 1, 'portfolioReturns').length
  requireColumn(b, periods, 'benchmarkReturns')
  return periods
}

function requireGrowth(r: readonly number[], b: readonly number[]): void {
  r.forEach((value, t) => requireSurvival(value, `portfolioReturns[${t}]`))
  b.forEach((value, t) => requireSurvival(value, `benchmarkReturns[${t}]`))
}

function linkingCautions(
  method: LinkingMethod,
  effects: readonly (readonly number[])[],
  r: readonly number[],
  b: readonly number[],
): AttributionCaution[] {
  const found: AttributionCaution[] = []
  if ((method === 'grap' || method === 'frongello') && r.length > 1) {
    found.push(caution('order-dependent', `the totals of ${method} depend on the order of the periods`))
  }
  const open = effects.map((row, t) => compensatedSum([r[t], -b[t], ...row.map((effect) => -effect)]))
  const worst = open.reduce((most, value, t) => (Math.abs(value) > Math.abs(open[most]) ? t : most), 0)
  if (Math.abs(open[worst]) > 1e-12) {
    found.push(
      caution(
        'unexplained-residual',
        `the effects leave up to ${open[worst]} of a period unexplained (period ${worst})`,
      ),
    )
  }
  return found
}

/** Geometric effects of single periods, compounded; each is one plus a factor of the geometric excess. */
export interface GeometricLinking {
  /** One an effect: prod (1 + effect) - 1. */
  readonly totals: readonly number[]
  /** prod (1 + r) / (1 + b) - 1. */
  readonly geometricExcess: number
  /** Geometric excess less what the totals compound to. */
  readonly residual: number
}

/**
 * Links geometric effects `effects[period][effect]`, which compound to each period's geometric excess: over time they
 * simply compound. Throws `not-applicable` for an effect or a return of -100 % or less.
 *
 * Source: Bacon (2008), chapter 8.
 */
export function geometricallyLinkedEffects(
  effects: readonly (readonly number[])[],
  portfolioReturns: readonly number[],
  benchmarkReturns: readonly number[],
): GeometricLinking {
  const periods = requireReturnPair(portfolioReturns, benchmarkReturns)
  requireGrowth(portfolioReturns, benchmarkReturns)
  requireCount(effects.length, periods, 'effects')
  const width = effects[0].length
  effects.forEach((row, t) => {
    requireColumn(row, width, `effects[${t}]`).forEach((effect, k) => requireSurvival(effect, `effects[${t}][${k}]`))
  })
  const totals = Array.from({ length: width }, (_, k) => compounded(effects.map((row) => row[k])))
  const geometricExcess = compoundedDifference(portfolioReturns, benchmarkReturns) / (1 + compounded(benchmarkReturns))
  if (!Number.isFinite(geometricExcess)) {
    throw new TuttiError('calculation-failed', 'the compounded benchmark is too small to divide by', {
      field: 'benchmarkReturns',
    })
  }
  return { totals, geometricExcess, residual: geometricExcess - compounded(totals) }
}
