import { requireFinite, requireSample } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import { requireColumn, weightedSum } from './require-columns.ts'

/** Asset classes of a balanced fund, held physically and through derivatives. */
export interface OverlaidClasses {
  /** Physical weights; with cash as a class of its own they sum to 1. */
  readonly physicalWeights: readonly number[]
  /** Notional of derivatives over the fund's value, signed; 0 where there are none. */
  readonly overlayWeights: readonly number[]
  readonly benchmarkWeights: readonly number[]
  readonly physicalReturns: readonly number[]
  /** Profit of the derivatives over their notional: a return over cash. 0 where there are none. */
  readonly overlayReturns: readonly number[]
  readonly benchmarkReturns: readonly number[]
  /** What the notional would have earned as cash: the offset of each derivative. */
  readonly cashReturn: number
}

/** Effects by asset class that add up to the excess return with derivatives. */
export interface OverlayAttribution {
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly excessReturn: number
  /** Physical plus notional. */
  readonly effectiveWeights: readonly number[]
  /** Cash that the notional ties up: minus the sum of overlay weights. */
  readonly cashOffset: number
  readonly physicalAllocation: readonly number[]
  /** Notional times (benchmark return of the class - whole benchmark). */
  readonly overlayAllocation: readonly number[]
  /** Effect of the negative cash, in sum. */
  readonly cashOffsetEffect: number
  readonly selection: readonly number[]
  /** Basis and financing: notional times (derivative return + cash - benchmark return of the class). */
  readonly overlaySelection: readonly number[]
  /** Not zero only where the physical or benchmark weights do not sum to 1. */
  readonly residual: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Brinson-Fachler of a fund with a derivative overlay: a derivative is its notional in the asset class against as much
 * negative cash, so that allocation counts effective exposures and selection of the derivative is its basis.
 *
 * Source: Bacon (2008), chapter 10 on derivatives; Stannard, J. Performance Measurement 1 (1996).
 */
export function overlayAttribution(classes: OverlaidClasses): OverlayAttribution {
  const { physicalWeights: w, overlayWeights: o, benchmarkWeights: v, cashReturn, ...returns } = classes
  const n = requireSample(w, 1, 'physicalWeights').length
  for (const [field, column] of Object.entries({ overlayWeights: o, benchmarkWeights: v, ...returns })) {
    requireColumn(column, n, field)
  }
  requireFinite(cashReturn, 'cashReturn')
  const { physicalReturns: r, overlayReturns: d, benchmarkReturns: b } = returns
  const benchmarkReturn = weightedSum(v, b)
  const portfolioReturn = weightedSum(w, r) + weightedSum(o, d)
  const cashOffset = 0 - compensatedSum(o)
  const physicalAllocation = w.map((weight, i) => (weight - v[i]) * (b[i] - benchmarkReturn))
  const overlayAllocation = o.map((weight, i) => weight * (b[i] - benchmarkReturn))
  const cashOffsetEffect = cashOffset * (cashReturn - benchmarkReturn)
  const selection = w.map((weight, i) => weight * (r[i] - b[i]))
  const overlaySelection = o.map((weight, i) => weight * (d[i] + cashReturn - b[i]))
  const excessReturn = portfolioReturn - benchmarkReturn
  const effects = [...physicalAllocation, ...overlayAllocation, cashOffsetEffect, ...selection, ...overlaySelection]
  const open = compensatedSum(w) - compensatedSum(v)
  const gross = o.reduce((sum, weight) => sum + Math.abs(weight), 0)
  const cautions: AttributionCaution[] = []
  if (Math.abs(open) > 1e-9) {
    cautions.push(caution('unassigned-weight', `physical and benchmark weights differ by ${open} in sum`))
  }
  if (gross > 1) cautions.push(caution('leverage', `the notional of derivatives is ${gross} of the fund`))
  return {
    portfolioReturn,
    benchmarkReturn,
    excessReturn,
    effectiveWeights: w.map((weight, i) => weight + o[i]),
    cashOffset,
    physicalAllocation,
    overlayAllocation,
    cashOffsetEffect,
    selection,
    overlaySelection,
    residual: compensatedSum([excessReturn, ...effects.map((effect) => -effect)]),
    cautions,
  }
}
