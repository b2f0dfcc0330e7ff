import { requireSample, TuttiError } from '../errors/index.ts'
import { normalCdf } from '../math/index.ts'
import {
  deflatedSharpeRatio,
  kurtosis,
  mean,
  minimumBacktestLength,
  probabilityOfBacktestOverfitting,
  requireBetween,
  requireSameLength,
  requireWhole,
  sharpeStandardErrorHac,
  skewness,
  standardDeviation,
  variance,
  type Sample,
} from '../statistics/index.ts'
import { adjustedPValues, pValueAdjustments, type PValueAdjustment } from './adjusted-p-values.ts'
import type { SearchBootstrap, SimulatedPValue } from './bootstrapped-means.ts'
import { romanoWolfStepdown } from './romano-wolf-stepdown.ts'
import { storeyQValues } from './storey-q-values.ts'
import { superiorPredictiveAbility } from './superior-predictive-ability.ts'

/** How a search is judged. */
export interface BacktestVerdictOptions extends SearchBootstrap {
  /** Error rate of every control, such as 0.05. */
  readonly errorRate: number
  /** For the annual figures alone. */
  readonly periodsPerYear: number
  /** Blocks of the cross-validation: even, 2 to 20. */
  readonly blocks: number
}

/** A control that a trial survives or not; `none` makes no allowance for the number of trials. */
export type BacktestControl = 'none' | PValueAdjustment | 'storey' | 'romano-wolf' | 'deflated-sharpe'

/** One trial under every control. */
export interface TrialVerdict {
  readonly sharpeAnnual: number
  readonly sharpeStandardErrorAnnual: number
  /** One-sided, against a Sharpe ratio of zero, autocorrelation and shape allowed for. */
  readonly pValue: number
  /** Adjusted p-values and q-values by control; for `deflated-sharpe` 1 less the deflated Sharpe ratio. */
  readonly adjusted: Readonly<Record<BacktestControl, number>>
  /**
   * The adjusted figure is at most the error rate. For `storey` the p-value itself must be too: q-values rest on an
   * estimated share of true nulls, and where that is small they fall below the p-values.
   */
  readonly survives: Readonly<Record<BacktestControl, boolean>>
}

/** A search and its trials judged. */
export interface BacktestVerdict {
  readonly trials: readonly TrialVerdict[]
  /** The trial with the highest Sharpe ratio, counted from 0. */
  readonly best: number
  /** How many trials survive each control. */
  readonly survivors: Readonly<Record<BacktestControl, number>>
  /** Mean correlation r of the trials, and r + (1 - r) K: how many independent ones they are worth. */
  readonly averageCorrelation: number
  readonly effectiveTrials: number
  /** What the best of the trials would show without any skill. */
  readonly expectedMaximumSharpeAnnual: number
  readonly superiorPredictiveAbility: SimulatedPValue
  readonly realityCheck: SimulatedPValue
  readonly probabilityOfBacktestOverfitting: number
  /** Share of the splits in which the winner loses money out of sample. */
  readonly probabilityOfLoss: number
  /** History needed before the best Sharpe ratio is above what luck brings; `null` where that ratio is not positive. */
  readonly minimumBacktestYears: number | null
  readonly historyYears: number
  readonly observations: number
  readonly meanBlock: number
  /**
   * Of the best trial. `skill`: it survives Romano-Wolf and the deflated Sharpe ratio, the search passes the test of
   * superior predictive ability and overfits in under half of the splits; `luck`: it passes none of the first three;
   * `unclear` otherwise.
   */
  readonly conclusion: 'skill' | 'unclear' | 'luck'
}

/**
 * Judges a search by the returns of all its trials (rows are periods, columns are trials: every one that was tried, in
 * excess of cash or of the benchmark). Needs two trials, 20 periods and two periods a block.
 *
 * Throws `not-applicable` for a trial that is constant (over a half of the history). Sources: as in the single tests;
 * the effective number of trials is Bailey & Lopez de Prado, J. of Portfolio Management 40(5) (2014), appendix 3.
 */
export function backtestVerdict(returns: readonly Sample[], options: BacktestVerdictOptions): BacktestVerdict {
  const { errorRate, periodsPerYear, blocks, ...bootstrap } = options
  requireBetween(errorRate, 0, 1, 'errorRate')
  const observations = requireWhole(returns.length, 20, Infinity, 'number of periods')
  const count = requireWhole(returns[0].length, 2, Infinity, 'number of trials')
  returns.forEach((row, t) => {
    requireSample(row, 1, `returns[${t}]`)
    requireSameLength(returns[0], row, 'returns[0]', `returns[${t}]`)
  })
  if (!(periodsPerYear > 0)) {
    throw new TuttiError('invalid-input', `periodsPerYear must be positive, got ${periodsPerYear}`, {
      field: 'periodsPerYear',
      got: String(periodsPerYear),
      expected: 'a number > 0',
    })
  }
  const romanoWolf = romanoWolfStepdown(returns, bootstrap)
  const predictive = superiorPredictiveAbility(returns, bootstrap)
  const overfitting = probabilityOfBacktestOverfitting(returns, { blocks, statistic: 'sharpe' })
  const columns = Array.from({ length: count }, (_, k) => Float64Array.from(returns, (row) => row[k]))
  const lags = Math.min(Math.floor(4 * (observations / 100) ** (2 / 9)), observations - 1)
  const records = columns.map((column) => ({
    sharpe: mean(column) / standardDeviation(column, 'sample'),
    standardError: sharpeStandardErrorHac(column, lags),
    observations,
    skewness: skewness(column, 'population'),
    kurtosis: kurtosis(column, 'population'),
  }))
  const sharpes = records.map((record) => record.sharpe)
  const pValues = records.map(({ sharpe, standardError }) => normalCdf(-sharpe / standardError))
  const averageCorrelation = meanCorrelation(columns)
  const effectiveTrials = Math.max(2, averageCorrelation + (1 - averageCorrelation) * count)
  const varianceOfTrialSharpes = variance(sharpes, 'sample')
  const deflated = records.map((record) =>
    deflatedSharpeRatio({ ...record, trials: effectiveTrials, varianceOfTrialSharpes }),
  )
  const storey = storeyQValues(pValues, 0.5).qValues
  const byControl = new Map<BacktestControl, ArrayLike<number>>([
    ['none', pValues],
    ...pValueAdjustments.map((method) => [method, adjustedPValues(pValues, method)] as const),
    ['storey', storey],
    ['romano-wolf', romanoWolf.adjustedPValues.map((p) => p.value)],
    ['deflated-sharpe', deflated.map((item) => 1 - item.deflatedSharpeRatio)],
  ])
  const over = <T>(valueOf: (values: ArrayLike<number>) => T): Record<BacktestControl, T> =>
    Object.fromEntries([...byControl].map(([name, values]) => [name, valueOf(values)])) as Record<BacktestControl, T>

  const annual = Math.sqrt(periodsPerYear)
  const best = sharpes.reduce((top, value, k) => (value > sharpes[top] ? k : top), 0)
  const trials = records.map(({ sharpe, standardError }, k): TrialVerdict => ({
    sharpeAnnual: sharpe * annual,
    sharpeStandardErrorAnnual: standardError * annual,
    pValue: pValues[k],
    adjusted: over((values) => values[k]),
    survives: {
      ...over((values) => values[k] <= errorRate),
      storey: storey[k] <= errorRate && pValues[k] <= errorRate,
    },
  }))
  const passes = [
    trials[best].survives['romano-wolf'],
    trials[best].survives['deflated-sharpe'],
    predictive.consistent.value <= errorRate,
  ]
  const overfits = overfitting.probabilityOfBacktestOverfitting >= 0.5
  return {
    trials,
    best,
    survivors: {
      ...over((values) => Array.from(values).filter((value) => value <= errorRate).length),
      storey: trials.filter(({ survives }) => survives.storey).length,
    },
    averageCorrelation,
    effectiveTrials,
    expectedMaximumSharpeAnnual: deflated[best].expectedMaximumSharpe * annual,
    superiorPredictiveAbility: predictive.consistent,
    realityCheck: predictive.realityCheck,
    probabilityOfBacktestOverfitting: overfitting.probabilityOfBacktestOverfitting,
    probabilityOfLoss: overfitting.probabilityOfLoss,
    minimumBacktestYears:
      sharpes[best] > 0 ? minimumBacktestLength(effectiveTrials, sharpes[best] * annual).years : null,
    historyYears: observations / periodsPerYear,
    observations,
    meanBlock: romanoWolf.meanBlock,
    conclusion: passes.every(Boolean) && !overfits ? 'skill' : passes.some(Boolean) ? 'unclear' : 'luck',
  }
}

/** Mean over the pairs, held to [0, 1]: (variance of the sum of the K standardised series - K) / (K (K - 1)). */
function meanCorrelation(columns: readonly Float64Array[]): number {
  const count = columns.length
  const sums = new Float64Array(columns[0].length)
  for (const column of columns) {
    const centre = mean(column)
    const sd = standardDeviation(column, 'population')
    column.forEach((value, t) => (sums[t] += (value - centre) / sd))
  }
  return Math.min(1, Math.max(0, (variance(sums, 'population') - count) / (count * (count - 1))))
}
