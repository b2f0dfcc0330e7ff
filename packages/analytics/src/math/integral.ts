import { TuttiError } from '../errors/index.ts'

export interface IntegralOptions {
  /** Stop when the error estimate is below this; default 1e-12. */
  readonly absoluteTolerance?: number
  /** Or below this times the absolute value of the integral; default 1e-12. */
  readonly relativeTolerance?: number
  /** Most pieces the interval may be cut into; default 2000. */
  readonly maxPieces?: number
}

export interface Integral {
  readonly value: number
  /** Conservative estimate of the absolute error. */
  readonly errorEstimate: number
  readonly evaluations: number
}

// Gauss 7 / Kronrod 15 rule on [-1, 1]: A. S. Kronrod (1965); digits as tabulated in QUADPACK (Piessens et al. 1983).
const kronrodNodes = [
  0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
  0.741531185599394439863864773280788, 0.58608723546769113029414469447862, 0.405845151377397166906606412076961,
  0.207784955007898467600689403773245, 0,
]
const kronrodWeights = [
  0.02293532201052922496373200805897, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
  0.140653259715525918745189590510238, 0.16900472663926790282829543641, 0.190350578064785409913256402421014,
  0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
]
const gaussWeights = [
  0.129484966168869693270611432679082, 0.27970539148927666790146777142378, 0.381830050505118944950369775488975,
  0.417959183673469387755102040816327,
]

interface Piece {
  readonly low: number
  readonly high: number
  readonly value: number
  readonly error: number
}

function pieceOf(integrand: (x: number) => number, low: number, high: number): Piece {
  const centre = 0.5 * (low + high)
  const half = 0.5 * (high - low)
  const middle = integrand(centre)
  let kronrod = kronrodWeights[7] * middle
  let gauss = gaussWeights[3] * middle
  for (let i = 0; i < 7; i++) {
    const offset = half * kronrodNodes[i]
    const pair = integrand(centre - offset) + integrand(centre + offset)
    kronrod += kronrodWeights[i] * pair
    if (i % 2 === 1) gauss += gaussWeights[(i - 1) / 2] * pair
  }
  if (!Number.isFinite(kronrod)) {
    throw new TuttiError('calculation-failed', `the integrand is not finite somewhere in [${low}, ${high}]`)
  }
  return { low, high, value: half * kronrod, error: Math.abs(half * (kronrod - gauss)) }
}

/**
 * Integral of `integrand` from `low` to `high` (finite), adaptive: the piece with the largest error estimate is halved
 * until the sum of the estimates meets a tolerance. Throws `not-converged` past `maxPieces`, `calculation-failed`
 * where the integrand is not finite. Source: QUADPACK's QAG scheme with the 15-point Kronrod rule.
 */
export function integral(
  integrand: (x: number) => number,
  low: number,
  high: number,
  options: IntegralOptions = {},
): Integral {
  const { absoluteTolerance = 1e-12, relativeTolerance = 1e-12, maxPieces = 2000 } = options
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    throw new TuttiError('invalid-input', `the bounds must be finite, got ${low} and ${high}; substitute first`, {
      field: 'low, high',
      got: `${low}, ${high}`,
      expected: 'finite bounds',
    })
  }
  const pieces = [pieceOf(integrand, low, high)]
  for (;;) {
    let value = 0
    let errorEstimate = 0
    let worst = 0
    for (let i = 0; i < pieces.length; i++) {
      value += pieces[i].value
      errorEstimate += pieces[i].error
      if (pieces[i].error > pieces[worst].error) worst = i
    }
    const roundOff = 1e-15 * pieces.reduce((sum, piece) => sum + Math.abs(piece.value), 0)
    if (errorEstimate <= Math.max(absoluteTolerance, relativeTolerance * Math.abs(value), roundOff)) {
      return { value, errorEstimate, evaluations: 15 * (2 * pieces.length - 1) }
    }
    const { low: left, high: right } = pieces[worst]
    const centre = 0.5 * (left + right)
    if (pieces.length >= maxPieces || !(centre > left === right > left) || centre === left || centre === right) {
      throw new TuttiError(
        'not-converged',
        `the integral over [${low}, ${high}] reached an error of ${errorEstimate.toExponential(2)} ` +
          `with ${pieces.length} pieces, above the tolerance of ${absoluteTolerance}`,
      )
    }
    pieces[worst] = pieceOf(integrand, left, centre)
    pieces.push(pieceOf(integrand, centre, right))
  }
}
