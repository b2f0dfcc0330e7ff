import { requirePositive, TuttiError } from '../errors/index.ts'
import { type OlsFit, olsRegression } from '../statistics/index.ts'
import { ratingNotch } from './rating-scale.ts'

/** A bond whose spread is compared with its peers'. */
export interface SpreadObservation {
  readonly id: string
  readonly spreadBp: number
  readonly maturityYears: number
  readonly rating: string
  readonly sector: string
}

/** Spread curves by rating and sector, and where each bond stands against them. */
export interface SpreadCurveFit {
  /** Sectors in alphabetical order; the first one is the base of the others. */
  readonly sectors: readonly string[]
  readonly regression: OlsFit
  /** Spread that the curves give a bond, basis points. */
  fittedSpreadBp(bond: Pick<SpreadObservation, 'maturityYears' | 'rating' | 'sector'>): number
  readonly bonds: readonly {
    readonly id: string
    readonly fittedBp: number
    /** Market less fitted spread: positive is cheap. */
    readonly residualBp: number
    /** Studentised residual of the logarithm of the spread. */
    readonly zScore: number
  }[]
}

/**
 * Least-squares curves of spreads: the logarithm of the spread linear in the logarithm of one plus the maturity, in the rating's
 * notch, and by sector. It needs more bonds than coefficients (three, and one for each sector but the first).
 *
 * Throws `invalid-input` for spreads or maturities that are not positive, `unsupported` for an unknown rating,
 * `not-applicable` where the bonds cannot tell the effects apart (one rating or one maturity for all).
 */
export function spreadCurveFit(bonds: readonly SpreadObservation[]): SpreadCurveFit {
  const sectors = [...new Set(bonds.map(({ sector }) => sector))].sort()
  const rowOf = ({ maturityYears, rating, sector }: Pick<SpreadObservation, 'maturityYears' | 'rating' | 'sector'>) => [
    Math.log1p(requirePositive(maturityYears, 'maturityYears')),
    ratingNotch(rating),
    ...sectors.slice(1).map((name) => (name === sector ? 1 : 0)),
  ]
  const count = 2 + sectors.length
  if (bonds.length <= count) {
    throw new TuttiError(
      'invalid-input',
      `${count} coefficients need at least ${count + 1} bonds, got ${bonds.length}`,
      {
        field: 'bonds',
        got: String(bonds.length),
        expected: `at least ${count + 1}`,
      },
    )
  }
  const logs = bonds.map(({ spreadBp }, i) => Math.log(requirePositive(spreadBp, `bonds[${i}].spreadBp`)))
  const regression = olsRegression(logs, bonds.map(rowOf), { intercept: true })
  const fittedSpreadBp: SpreadCurveFit['fittedSpreadBp'] = (bond) => {
    if (!sectors.includes(bond.sector)) {
      throw new TuttiError('invalid-input', `no bond of the fit is of the sector ${bond.sector}`, {
        field: 'sector',
        got: bond.sector,
        expected: sectors.join(', '),
      })
    }
    const [intercept, ...slopes] = regression.coefficients
    return Math.exp(rowOf(bond).reduce((sum, x, j) => sum + slopes[j] * x, intercept))
  }
  return {
    sectors,
    regression,
    fittedSpreadBp,
    bonds: bonds.map((bond, i) => {
      const fittedBp = fittedSpreadBp(bond)
      const spread = regression.residualStandardError * Math.sqrt(Math.max(0, 1 - regression.leverage[i]))
      return {
        id: bond.id,
        fittedBp,
        residualBp: bond.spreadBp - fittedBp,
        zScore: spread > 1e-14 ? regression.residuals[i] / spread : 0,
      }
    }),
  }
}
