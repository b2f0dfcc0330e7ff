import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { expectedShortfall } from '../risk/index.ts'
import { compensatedSum, type Sample } from '../statistics/index.ts'
import { annualisedReturn } from './annualised.ts'
import { wealthPath } from './returns.ts'

/** The deepest drawdown of a path of values. Indices count the values, so 0 is the start. */
export interface MaximumDrawdown {
  /** 1 - trough / peak, in [0, 1]; 0 when the path never falls. */
  readonly maxDrawdown: number
  /** Last time at the peak before the fall, and first time at the trough. */
  readonly peakIndex: number
  readonly troughIndex: number
  /** First time back at the peak; `null` when the path ends below it. */
  readonly recoveryIndex: number | null
  /** Observations from the peak to the recovery, or to the end of the path. */
  readonly lengthObservations: number
  /** Longest run of observations below the running peak, of any drawdown. */
  readonly longestUnderwaterObservations: number
}

/** Drawdown 1 - value / running peak at each of the positive `values` (the last ones may be 0). */
export function drawdownSeriesOfValues(values: Sample): Float64Array {
  requireValues(values)
  const drawdowns = new Float64Array(values.length)
  let peak = values[0]
  for (let t = 0; t < values.length; t++) {
    peak = Math.max(peak, values[t])
    drawdowns[t] = 1 - values[t] / peak
  }
  return drawdowns
}

/** Drawdown after each return, the start counting as the first peak: as many entries as returns. */
export function drawdownSeries(returns: Sample): Float64Array {
  requireSample(returns, 1, 'returns')
  return drawdownSeriesOfValues(wealthPath(returns, 1)).slice(1)
}

/** Deepest drawdown of a path of values, with its dates as indices and its length. O(n). */
export function maximumDrawdownOfValues(values: Sample): MaximumDrawdown {
  requireValues(values)
  let peakIndex = 0
  let worst = 0
  let worstPeak = 0
  let trough = 0
  let longest = 0
  for (let t = 0; t < values.length; t++) {
    if (values[t] >= values[peakIndex]) peakIndex = t
    const drawdown = 1 - values[t] / values[peakIndex]
    longest = Math.max(longest, t - peakIndex)
    if (drawdown > worst) {
      worst = drawdown
      worstPeak = peakIndex
      trough = t
    }
  }
  let recovery = trough
  while (recovery < values.length && values[recovery] < values[worstPeak]) recovery++
  const recovered = recovery < values.length
  return {
    maxDrawdown: worst,
    peakIndex: worstPeak,
    troughIndex: trough,
    recoveryIndex: recovered ? recovery : null,
    lengthObservations: (recovered ? recovery : values.length - 1) - worstPeak,
    longestUnderwaterObservations: longest,
  }
}

/** Deepest drawdown of simple `returns` compounded from a start that counts as the first peak (index 0). */
export function maximumDrawdown(returns: Sample): MaximumDrawdown {
  requireSample(returns, 1, 'returns')
  return maximumDrawdownOfValues(wealthPath(returns, 1))
}

/** Mean drawdown over all periods. Source: Becker (2006), the pain index; Bacon (2008). */
export function painIndex(returns: Sample): number {
  return compensatedSum(drawdownSeries(returns)) / returns.length
}

/** Root mean square drawdown over all periods. Source: Martin and McCann (1989), The Investor's Guide to Fidelity Funds. */
export function ulcerIndex(returns: Sample): number {
  return Math.sqrt(compensatedSum(drawdownSeries(returns).map((d) => d * d)) / returns.length)
}

/**
 * Conditional drawdown at risk: mean of the worst (1 - confidence) of the drawdowns, all periods equally likely.
 *
 * Source: Chekhlov, Uryasev and Zabarankin (2005), Drawdown measure in portfolio optimization.
 */
export function conditionalDrawdownAtRisk(returns: Sample, confidence: number): number {
  return expectedShortfall(drawdownSeries(returns), confidence, { definition: 'fractional' })
}

/** Annualised return over maximum drawdown. Throws `not-applicable` without a drawdown. Source: Young (1991). */
export function calmarRatio(returns: Sample, periodsPerYear: number): number {
  return drawdownRatio(returns, 0, periodsPerYear, maximumDrawdown(returns).maxDrawdown, 'Calmar ratio')
}

/** (Annualised return - annual risk-free rate) / pain index. */
export function painRatio(returns: Sample, riskFreeAnnual: number, periodsPerYear: number): number {
  return drawdownRatio(returns, riskFreeAnnual, periodsPerYear, painIndex(returns), 'pain ratio')
}

/** (Annualised return - annual risk-free rate) / ulcer index: the Martin ratio. */
export function martinRatio(returns: Sample, riskFreeAnnual: number, periodsPerYear: number): number {
  return drawdownRatio(returns, riskFreeAnnual, periodsPerYear, ulcerIndex(returns), 'Martin ratio')
}

function drawdownRatio(
  returns: Sample,
  riskFreeAnnual: number,
  periodsPerYear: number,
  measure: number,
  what: string,
): number {
  requireFinite(riskFreeAnnual, 'riskFreeAnnual')
  if (measure > 0) return (annualisedReturn(returns, periodsPerYear) - riskFreeAnnual) / measure
  throw new TuttiError('not-applicable', `the ${what} is not defined for returns without a drawdown`, {
    field: 'returns',
    got: 'no drawdown',
    expected: 'at least one loss',
  })
}

function requireValues(values: Sample): void {
  requireSample(values, 1, 'values')
  let ruined = false
  for (let t = 0; t < values.length; t++) {
    if (values[t] > 0 && !ruined) continue
    ruined = values[t] === 0 && t > 0
    if (ruined) continue
    throw new TuttiError('invalid-input', `values[${t}] must be positive (0 only to the end of the path)`, {
      field: `values[${t}]`,
      got: String(values[t]),
      expected: 'a number > 0',
    })
  }
}
