import { Matrix, QrDecomposition } from 'ml-matrix'
import { TuttiError } from '../errors/index.ts'
import { leastSquares } from '../math/index.ts'
import { type BondFitErrors, bondFitErrors, type FittedBond, preparedBonds, weightedErrors } from './bond-fit.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { nelsonSiegelLoadings } from './nelson-siegel-fit.ts'
import { type NelsonSiegelSvensson, nelsonSiegelSvenssonCurve } from './nelson-siegel-svensson.ts'

/** A parametric curve fitted to bonds. */
export interface SvenssonBondFit {
  readonly parameters: NelsonSiegelSvensson
  readonly curve: DiscountCurve
  readonly errors: BondFitErrors
}

const tauRange = [0.1, 30] as const
const tauGrid = [0.2, 0.4, 0.8, 1.5, 2.5, 4, 7, 12, 20]
const starts = 6
/** Largest size of slope and humps, percent. */
const mostPercent = 100

/**
 * Nelson-Siegel (`humps` 1) or Svensson (2) curve through bond prices: least squares of price errors over dollar duration
 * (the yield errors to first order), by Levenberg-Marquardt from the best of a grid of decay times: a good local minimum, not proven the lowest. Decay times stay within
 * 0.1 and 30 years, the level within 5 % plus three times the largest yield, slope and humps within 100 %: beyond that they
 * only cancel each other.
 * Throws `invalid-input` for fewer bonds than parameters.
 * Sources: Svensson, NBER WP 4871 (1994); Gurkaynak, Sack & Wright, J. Monetary Economics 54 (2007), 2291-2304, section 4.
 */
export function svenssonBondFit(bonds: readonly FittedBond[], humps: 1 | 2): SvenssonBondFit {
  const prepared = preparedBonds(bonds)
  const needed = humps === 1 ? 4 : 6
  if (prepared.length < needed) {
    throw new TuttiError('invalid-input', `a fit of ${needed} parameters needs as many bonds, got ${prepared.length}`, {
      field: 'bonds',
      got: String(prepared.length),
      expected: `at least ${needed}`,
    })
  }
  /** Parameters of a point: betas in percent, logs of the decay times. */
  const parametersOf = (point: readonly number[]): NelsonSiegelSvensson => {
    const [beta0, beta1, beta2] = point.map((value) => value / 100)
    const tau1 = Math.exp(point[3])
    return humps === 1
      ? { beta0, beta1, beta2, beta3: 0, tau1, tau2: tau1 }
      : { beta0, beta1, beta2, beta3: point[4] / 100, tau1, tau2: Math.exp(point[5]) }
  }
  const residualsAt = (point: readonly number[]): number[] =>
    weightedErrors(prepared, nelsonSiegelSvenssonCurve(parametersOf(point))).map((error) => 100 * error)
  const [shortest, longest] = tauRange.map(Math.log)
  const level = 100 * (3 * Math.max(...prepared.map((bond) => Math.abs(bond.yield))) + 0.05)
  const lower = [-level, -mostPercent, -mostPercent, shortest, -mostPercent, shortest].slice(0, needed)
  const upper = [level, mostPercent, mostPercent, longest, mostPercent, longest].slice(0, needed)
  const candidates = tauGrid
    .flatMap((tau1) => (humps === 1 ? [[tau1]] : tauGrid.filter((tau2) => tau2 !== tau1).map((tau2) => [tau1, tau2])))
    .map((taus) => startingPoint(prepared, taus))
    .map((point) => ({ point, size: residualsAt(point).reduce((sum, value) => sum + value * value, 0) }))
    .filter(({ size }) => Number.isFinite(size))
    .sort((a, b) => a.size - b.size)
    .slice(0, starts)
  const minima = candidates.map(({ point }) =>
    leastSquares({
      residuals: (x, out) => out.set(residualsAt([...x])),
      residualCount: prepared.length,
      start: point,
      lower,
      upper,
    }),
  )
  if (minima.length === 0) {
    throw new TuttiError(
      'not-converged',
      'no starting point of the parametric fit prices the bonds: check their flows',
      {
        field: 'bonds',
        expected: 'prices and flows of plain bonds',
      },
    )
  }
  const best = minima.reduce((one, other) => (other.cost < one.cost ? other : one))
  const parameters = parametersOf([...best.x])
  const curve = nelsonSiegelSvenssonCurve(parameters)
  return { parameters, curve, errors: bondFitErrors(prepared, curve) }
}

/** Betas by least squares of the yields on the loadings at the maturities, for given decay times. */
function startingPoint(
  bonds: readonly { readonly maturityYears: number; readonly yield: number }[],
  taus: readonly number[],
): number[] {
  const [tau1, tau2] = taus
  const rows = bonds.map(({ maturityYears }) => {
    const first = nelsonSiegelLoadings(maturityYears, 1 / tau1)
    return tau2 === undefined ? [...first] : [...first, nelsonSiegelLoadings(maturityYears, 1 / tau2)[2]]
  })
  const decomposition = new QrDecomposition(new Matrix(rows))
  const yields = Matrix.columnVector(bonds.map((bond) => 100 * bond.yield))
  const betas = decomposition.isFullRank() ? decomposition.solve(yields).to1DArray() : [yields.mean(), 0, 0, 0]
  const [beta0, beta1, beta2, beta3 = 0] = betas
  const point = [beta0, beta1, beta2, Math.log(tau1)]
  return tau2 === undefined ? point : [...point, beta3, Math.log(tau2)]
}
