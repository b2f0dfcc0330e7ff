import { requireSample } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { columnRegression } from './column-regression.ts'
import { cointegratingRegression } from './engle-granger-test.ts'
import type { DeterministicTerms } from './mackinnon-tables.ts'
import { type FittedParameter, residualCautions } from './ou-fit.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** A single-equation error-correction model. */
export interface ErrorCorrectionModel {
  /** Of the long-run relation, units of y per unit of each x. */
  readonly hedgeRatios: readonly number[]
  readonly intercept: FittedParameter
  /** Share of the last period's disequilibrium that y corrects in a period: negative where it does. */
  readonly adjustment: FittedParameter
  /** Periods until half of a disequilibrium is gone by y's response alone; `null` where y does not correct it. */
  readonly halfLife: number | null
  /** Effect of this period's change of each x. */
  readonly contemporaneous: readonly FittedParameter[]
  /** Effect of the changes of y, `lag` periods ago, from 1. */
  readonly ownLags: readonly FittedParameter[]
  /** Effect of the changes of each x, `[lag - 1][column]`. */
  readonly crossLags: readonly (readonly FittedParameter[])[]
  readonly residualStandardError: number
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/**
 * Engle and Granger's two-step error-correction model: the long-run relation of `y` on `x` and `terms` by least squares, then
 * the change of y on a constant, last period's residual, this period's changes of x and `lags` changes of all series.
 *
 * Meaningful where the series are cointegrated: test first. Source: Engle & Granger, Econometrica 55 (1987).
 */
export function errorCorrectionModel(
  y: Sample,
  x: readonly Sample[],
  terms: DeterministicTerms,
  lags: number,
): ErrorCorrectionModel {
  requireWhole(lags, 0, 100, 'lags')
  const { fit, seriesCount } = cointegratingRegression(y, x, terms)
  const width = seriesCount - 1
  const parameters = 2 + width + lags * (width + 1)
  requireSample(y, lags + parameters + 3, 'y')
  const count = y.length - lags - 1
  const change = (value: (t: number) => number, lag: number): Float64Array =>
    Float64Array.from({ length: count }, (_, t) => value(t + lags + 1 - lag) - value(t + lags - lag))
  const ofY = (t: number): number => y[t]
  const ofX = (j: number) => (t: number) => x[t][j]
  const each = Array.from({ length: width }, (_, j) => j)
  const steps = Array.from({ length: lags }, (_, l) => l + 1)
  const columns = [
    new Float64Array(count).fill(1),
    Float64Array.from({ length: count }, (_, t) => fit.residuals[t + lags]),
    ...each.map((j) => change(ofX(j), 0)),
    ...steps.map((lag) => change(ofY, lag)),
    ...steps.flatMap((lag) => each.map((j) => change(ofX(j), lag))),
  ]
  const model = columnRegression(change(ofY, 0), columns, (j) =>
    j === 0 ? 'the constant' : j === 1 ? 'the residual of the long run' : `regressor ${j} of the short run`,
  )
  const parameter = (index: number): FittedParameter => ({
    value: model.coefficients[index],
    standardError: model.standardErrors[index],
  })
  const adjustment = parameter(1)
  const cautions: TimeSeriesCaution[] = count < shortSample ? ['short-sample'] : []
  if (adjustment.value > -2 * adjustment.standardError) cautions.push('near-unit-root')
  return {
    hedgeRatios: Array.from(fit.coefficients.subarray(fit.coefficients.length - width)),
    intercept: parameter(0),
    adjustment,
    halfLife: adjustment.value < 0 && adjustment.value > -1 ? -Math.LN2 / Math.log1p(adjustment.value) : null,
    contemporaneous: each.map((j) => parameter(2 + j)),
    ownLags: steps.map((lag) => parameter(1 + width + lag)),
    crossLags: steps.map((lag) => each.map((j) => parameter(2 + width + lags + (lag - 1) * width + j))),
    residualStandardError: Math.sqrt(model.residualSquares / model.degreesOfFreedom),
    observations: count,
    cautions: [...cautions, ...residualCautions(model.residuals)],
  }
}
