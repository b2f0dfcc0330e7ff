import { requireInRange, TuttiError } from '../errors/index.ts'
import { requireSymmetric, symmetricEigensystem, type Rows } from '../math/index.ts'
import { requireWhole } from '../statistics/index.ts'
import { marchenkoPasturEdges } from './marchenko-pastur.ts'

/** How the eigenvalues in the range of noise are treated. */
export type Denoising =
  /** All are set to their mean, which keeps the trace. */
  | { readonly method: 'constant-residual' }
  /** The noise's part of the matrix is shrunk to its diagonal: 1 keeps it, 0 leaves the diagonal alone. */
  | { readonly method: 'targeted-shrinkage'; readonly keep: number }

/** A correlation matrix without what random-matrix theory takes for noise. */
export interface DenoisedCorrelation {
  readonly correlation: number[][]
  /** Descending, of the matrix given. */
  readonly eigenvalues: readonly number[]
  /** Eigenvalues above the edge of the noise. */
  readonly signals: number
  /** Fitted variance of the noise, 0 to 1, and the upper edge that it gives. */
  readonly noiseVariance: number
  readonly upperEdge: number
  /** Share of the total variance that the signals explain. */
  readonly signalShare: number
}

/**
 * Denoises the correlation matrix of N series over T `observations`: eigenvalues up to the Marchenko-Pastur edge of the
 * fitted noise variance count as noise. The noise variance is the fixed point of "mean of the eigenvalues that are
 * noise": a strong common factor lowers the edge, so that weaker factors are seen.
 *
 * The result is scaled to a unit diagonal; with N < T and either method with `keep` < 1 it is positive definite. Throws
 * `invalid-input` unless the diagonal is 1.
 * Sources: Laloux, Cizeau, Bouchaud & Potters, Physical Review Letters 83 (1999); Lopez de Prado, Machine Learning for
 * Asset Managers (2020), section 2.
 */
export function denoisedCorrelation(
  correlation: Rows,
  observations: number,
  denoising: Denoising,
): DenoisedCorrelation {
  const n = requireCorrelation(correlation, 'correlation')
  requireWhole(observations, 2, Infinity, 'observations')
  if (denoising.method === 'targeted-shrinkage') requireInRange(denoising.keep, 0, 1, 'keep')
  const { eigenvalues: ascending, vectors } = symmetricEigensystem(correlation, 'correlation')
  const order = ascending.map((_, k) => k).sort((a, b) => ascending[b] - ascending[a])
  const eigenvalues = order.map((k) => ascending[k])
  const { signals, noiseVariance, upperEdge } = noiseFit(eigenvalues, observations)
  const level = denoising.method === 'constant-residual' ? 1 : denoising.keep
  const values =
    denoising.method === 'constant-residual'
      ? eigenvalues.map((value, k) => (k < signals ? value : Math.max(0, noiseVariance)))
      : eigenvalues
  const part = (i: number, j: number, from: number, to: number): number => {
    let sum = 0
    for (let k = from; k < to; k++) sum += values[k] * vectors[i][order[k]] * vectors[j][order[k]]
    return sum
  }
  const entry = (i: number, j: number): number =>
    part(i, j, 0, signals) + (i === j ? 1 : level) * part(i, j, signals, n)
  const rows = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  const scale = Array.from({ length: n }, (_, i) => 1 / Math.sqrt(entry(i, i)))
  for (let i = 0; i < n; i++) {
    rows[i][i] = 1
    for (let j = 0; j < i; j++) {
      rows[i][j] = Math.min(1, Math.max(-1, entry(i, j) * scale[i] * scale[j]))
      rows[j][i] = rows[i][j]
    }
  }
  const signal = eigenvalues.slice(0, signals).reduce((a, b) => a + b, 0)
  return { correlation: rows, eigenvalues, signals, noiseVariance, upperEdge, signalShare: signal / n }
}

function noiseFit(
  eigenvalues: readonly number[],
  observations: number,
): { signals: number; noiseVariance: number; upperEdge: number } {
  const n = eigenvalues.length
  let signals = 0
  for (;;) {
    let rest = 0
    for (let k = signals; k < n; k++) rest += Math.max(0, eigenvalues[k])
    const noiseVariance = rest / (n - signals)
    const upperEdge = noiseVariance > 0 ? marchenkoPasturEdges(observations, n, noiseVariance).upper : 0
    // Rounding aside, an eigenvalue at the edge is noise; one eigenvalue at least is left to it.
    let above = signals
    while (above < n - 1 && eigenvalues[above] > upperEdge * (1 + 1e-12)) above++
    if (above === signals) return { signals, noiseVariance, upperEdge }
    signals = above
  }
}

/** Throws `invalid-input` unless `matrix` is symmetric with a unit diagonal and entries in [-1, 1]; returns its size. */
export function requireCorrelation(matrix: Rows, field: string): number {
  const size = requireSymmetric(matrix, field)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = matrix[i][j]
      if (i === j ? Math.abs(entry - 1) <= 1e-9 : Math.abs(entry) <= 1 + 1e-9) continue
      throw new TuttiError('invalid-input', `${field}[${i}][${j}] is ${entry}, which no correlation matrix has there`, {
        field: `${field}[${i}][${j}]`,
        got: String(entry),
        expected: i === j ? '1' : 'a number in [-1, 1]',
      })
    }
  }
  return size
}
