import { TuttiError } from '../errors/index.ts'
import {
  assetNames,
  infeasiblePortfolio,
  type InfeasiblePortfolio,
  limitRows,
  type PortfolioLimits,
  purchaseCount,
  requireLimits,
} from '../optimisation/index.ts'
import { inner, product, riskMatrix, type RiskMatrix } from '../optimisation/risk-matrix.ts'
import { solvedProgramme, type OptimalityResiduals, type Programme, type ProgrammeRow } from '../programming/index.ts'

/** A portfolio that a specialist recommends. */
export interface Recommendation {
  readonly name: string
  /** Fractions of capital; null for an asset on which there is no opinion. */
  readonly weights: readonly (number | null)[]
  /** How sure the specialist is, in (0, 1]. */
  readonly confidence: number
  /** How much the client cares for what this specialist serves, at least 0. */
  readonly priority: number
}

/** How recommendations are brought together. */
export interface IntegrationRule {
  /**
   * `weighted`: least importance-weighted sum of squared distances. `least-worst`: least largest importance-weighted
   * active share, that no specialist is passed over, and of those the least sum.
   */
  readonly rule: 'weighted' | 'least-worst'
  /** Measures the distances of `weighted` as tracking errors; else by differences of weights. */
  readonly covariance?: readonly ArrayLike<number>[] | undefined
}

/** What the compromise makes of one recommendation. */
export interface ServedRecommendation {
  readonly name: string
  /** Priority × confidence as a share of all. */
  readonly importance: number
  /** ½Σ|w - r| over the assets with an opinion: of the compromise, and the least that the limits allow. */
  readonly activeShare: number
  readonly leastActiveShare: number
  /** Active share between the compromise and the one without this recommendation: its influence. Null where it is the only one. */
  readonly influence: number | null
}

/** An asset on which recommendations differ. */
export interface DisputedAsset {
  readonly asset: string
  readonly lowest: number
  readonly highest: number
  /** Importance-weighted standard deviation of the recommended weights. */
  readonly dispersion: number
  readonly opinions: number
}

/** A portfolio between several recommendations. */
export interface IntegratedRecommendations {
  readonly status: 'solved'
  readonly weights: Float64Array
  readonly recommendations: readonly ServedRecommendation[]
  /** ½Σ|rₐ - r_b| over assets on which both have an opinion; null where there is none. */
  readonly conflicts: readonly {
    readonly first: string
    readonly second: string
    readonly activeShare: number | null
  }[]
  /** Importance-weighted mean of the known conflicts; 0 where all agree. */
  readonly conflict: number
  /** Most disputed first. */
  readonly assets: readonly DisputedAsset[]
  readonly residuals: OptimalityResiduals
  readonly cautions: readonly string[]
}

/**
 * The compromise of several recommended portfolios within limits. Every recommendation counts by priority × confidence, all
 * positive, so that no portfolio within the limits is nearer to one of them without being farther from another (in
 * the distance of the rule): it is Pareto optimal. Limits that cannot be met give the explained `infeasible` outcome.
 *
 * Throws `invalid-input` naming the field for recommendations of other lengths, confidences outside (0, 1], an asset on
 * which nobody has an opinion, a covariance together with missing opinions or with `least-worst`. Source: Zeleny
 * (1973), compromise programming; Miettinen (1999), Nonlinear Multiobjective Optimization, 3.1 and 3.4.
 */
export function integratedRecommendations(
  recommendations: readonly Recommendation[],
  limits: PortfolioLimits,
  rule: IntegrationRule,
): IntegratedRecommendations | InfeasiblePortfolio {
  const assets = limits.minWeights.length
  requireLimits(limits, assets)
  requireRecommendations(recommendations, assets, rule)
  const raw = recommendations.map(({ priority, confidence }) => priority * confidence)
  const total = raw.reduce((sum, value) => sum + value, 0)
  const importance = raw.map((value) => value / total)
  const matrix = rule.covariance === undefined ? undefined : covarianceOf(rule.covariance, assets)
  const whole = compromise(recommendations, importance, limits, rule.rule, matrix)
  if (whole.status === 'infeasible') return infeasiblePortfolio(whole.programme, assets)
  const { weights } = whole
  const served = recommendations.map((recommendation, k): ServedRecommendation => {
    const alone = compromise([recommendation], [1], limits, 'least-worst', undefined)
    const others = recommendations.filter((_, j) => j !== k)
    const shares = importance.filter((_, j) => j !== k)
    const rest =
      shares.some((share) => share > 0) && everyAssetSeen(others, assets)
        ? compromise(others, shares, limits, rule.rule, matrix)
        : undefined
    return {
      name: recommendation.name,
      importance: importance[k],
      activeShare: activeShare(weights, recommendation.weights) ?? 0,
      leastActiveShare:
        alone.status === 'optimal' ? (activeShare(alone.weights, recommendation.weights) ?? 0) : Infinity,
      influence: rest?.status === 'optimal' ? activeShare(weights, Array.from(rest.weights)) : null,
    }
  })
  const conflicts = recommendations.flatMap((first, a) =>
    recommendations.slice(a + 1).map((second, step) => ({
      first: first.name,
      second: second.name,
      activeShare: activeShare(first.weights, second.weights),
      pairWeight: importance[a] * importance[a + 1 + step],
    })),
  )
  const known = conflicts.filter((pair) => pair.activeShare !== null && pair.pairWeight > 0)
  const pairTotal = known.reduce((sum, pair) => sum + pair.pairWeight, 0)
  return {
    status: 'solved',
    weights,
    recommendations: served,
    conflicts: conflicts.map(({ first, second, activeShare }) => ({ first, second, activeShare })),
    conflict:
      pairTotal > 0 ? known.reduce((sum, pair) => sum + (pair.pairWeight * (pair.activeShare ?? 0)) / pairTotal, 0) : 0,
    assets: disputes(recommendations, importance, assetNames(limits)),
    residuals: whole.residuals,
    cautions: cautionsOf(recommendations, importance),
  }
}

interface Compromise {
  readonly status: 'optimal'
  readonly weights: Float64Array
  readonly residuals: OptimalityResiduals
}

function compromise(
  recommendations: readonly Recommendation[],
  importance: readonly number[],
  limits: PortfolioLimits,
  rule: IntegrationRule['rule'],
  matrix: RiskMatrix | undefined,
): Compromise | { readonly status: 'infeasible'; readonly programme: Programme } {
  const programme =
    rule === 'weighted'
      ? weightedProgramme(recommendations, importance, limits, matrix)
      : leastWorstProgramme(recommendations, importance, limits)
  const outcome = solvedProgramme(programme)
  if (outcome.status === 'infeasible') return { status: 'infeasible', programme }
  if (outcome.status !== 'optimal') {
    throw new TuttiError('calculation-failed', 'a sum of distances was found without a least value')
  }
  const { x, residuals } = outcome.solution
  return { status: 'optimal', weights: x.slice(0, limits.minWeights.length), residuals }
}

/** Least Σ importance × squared distance. */
function weightedProgramme(
  recommendations: readonly Recommendation[],
  importance: readonly number[],
  limits: PortfolioLimits,
  matrix: RiskMatrix | undefined,
): Programme {
  const assets = limits.minWeights.length
  const base = baseOf(limits, purchaseCount(limits))
  const size = base.cost.length
  const hessian = Array.from({ length: size }, () => new Float64Array(size))
  const scale = matrix?.scale ?? 1
  recommendations.forEach(({ weights }, k) => {
    const target = Float64Array.from(weights, (weight) => weight ?? 0)
    const reach = matrix === undefined ? target : product(matrix, target)
    for (let i = 0; i < assets; i++) {
      if (weights[i] === null) continue
      base.cost[i] -= (2 * importance[k] * reach[i]) / scale
      if (matrix === undefined) hessian[i][i] += 2 * importance[k]
      else
        for (let j = 0; j < assets; j++)
          hessian[i][j] += (2 * importance[k] * matrix.covariance[i * assets + j]) / scale
    }
  })
  return { ...base, hessian }
}

/** Least largest importance × active share t, with a little of their sum. */
function leastWorstProgramme(
  recommendations: readonly Recommendation[],
  importance: readonly number[],
  limits: PortfolioLimits,
): Programme {
  const assets = limits.minWeights.length
  const start = assets + purchaseCount(limits)
  const size = start + recommendations.length * assets
  const base = baseOf(limits, size - assets + 1)
  const rows: ProgrammeRow[] = [...base.rows]
  base.cost[size] = 1
  recommendations.forEach(({ name, weights }, k) => {
    const indices: number[] = []
    weights.forEach((weight, i) => {
      if (weight === null) return
      const gap = start + k * assets + i
      indices.push(gap)
      base.cost[gap] = 1e-4 * importance[k]
      const bound = (side: 1 | -1): ProgrammeRow => ({
        name: `purchase of ${name} ${i} ${side === 1 ? 'above' : 'below'}`,
        indices: [gap, i],
        coefficients: [1, -side],
        lower: -side * weight,
        upper: Infinity,
      })
      rows.push(bound(1), bound(-1))
    })
    rows.push({
      name: `purchase of ${name} largest`,
      indices: [...indices, size],
      coefficients: [...indices.map(() => -0.5 * importance[k]), 1],
      lower: 0,
      upper: Infinity,
    })
  })
  return { ...base, rows }
}

function baseOf(limits: PortfolioLimits, more: number): Programme & { readonly cost: Float64Array } {
  const assets = limits.minWeights.length
  const size = assets + more
  const lower = new Float64Array(size)
  const upper = new Float64Array(size).fill(Infinity)
  lower.set(limits.minWeights)
  upper.set(limits.maxWeights)
  return {
    cost: new Float64Array(size),
    lower,
    upper,
    rows: limitRows(limits),
    names: [...assetNames(limits), ...Array.from({ length: more }, (_, j) => `purchase of auxiliary ${j + 1}`)],
  }
}

/** ½Σ|a - b| over the entries that both have; null where there is none. */
function activeShare(a: ArrayLike<number | null>, b: readonly (number | null)[]): number | null {
  let sum = 0
  let shared = 0
  for (let i = 0; i < b.length; i++) {
    const [x, y] = [a[i], b[i]]
    if (x === null || y === null) continue
    sum += 0.5 * Math.abs(x - y)
    shared++
  }
  return shared === 0 ? null : sum
}

function disputes(
  recommendations: readonly Recommendation[],
  importance: readonly number[],
  names: readonly string[],
): DisputedAsset[] {
  const found = names.map((asset, i): DisputedAsset => {
    const opinions = recommendations.flatMap(({ weights }, k) => {
      const weight = weights[i]
      return weight === null ? [] : [{ weight, share: importance[k] }]
    })
    const total = opinions.reduce((sum, { share }) => sum + share, 0)
    const mean =
      inner(
        opinions.map(({ weight }) => weight),
        opinions.map(({ share }) => share),
      ) / total
    const spread = opinions.reduce((sum, { weight, share }) => sum + (share / total) * (weight - mean) ** 2, 0)
    return {
      asset,
      lowest: Math.min(...opinions.map(({ weight }) => weight)),
      highest: Math.max(...opinions.map(({ weight }) => weight)),
      dispersion: Math.sqrt(spread),
      opinions: opinions.length,
    }
  })
  return found.sort((a, b) => b.dispersion - a.dispersion)
}

function cautionsOf(recommendations: readonly Recommendation[], importance: readonly number[]): string[] {
  const ignored = recommendations.filter((_, k) => importance[k] === 0).map(({ name }) => name)
  const ruling = recommendations.find((_, k) => importance[k] > 0.8)
  return [
    ...(ignored.length > 0 ? [`without priority and so without effect: ${ignored.join(', ')}`] : []),
    ...(ruling !== undefined && recommendations.length > 1
      ? [`${ruling.name} has more than four fifths of the importance: this is hardly a compromise`]
      : []),
  ]
}

const everyAssetSeen = (recommendations: readonly Recommendation[], assets: number): boolean =>
  Array.from({ length: assets }, (_, i) => i).every((i) =>
    recommendations.some(({ weights, priority }) => weights[i] !== null && priority > 0),
  )

function covarianceOf(rows: readonly ArrayLike<number>[], assets: number): RiskMatrix {
  const matrix = riskMatrix(rows)
  if (matrix.size !== assets) throw invalid('covariance', `${matrix.size} rows`, `${assets}, one for each asset`)
  return matrix
}

function requireRecommendations(
  recommendations: readonly Recommendation[],
  assets: number,
  { rule, covariance }: IntegrationRule,
): void {
  const names = recommendations.map(({ name }) => name)
  if (names.length === 0 || new Set(names).size < names.length) {
    throw invalid('recommendations', names.join(', ') || 'none', 'at least one, with names that differ')
  }
  recommendations.forEach(({ weights, confidence, priority }, k) => {
    const at = `recommendations[${k}]`
    if (weights.length !== assets)
      throw invalid(`${at}.weights`, `${weights.length} entries`, `${assets}, one an asset`)
    const wrong = weights.findIndex((weight) => weight !== null && !Number.isFinite(weight))
    if (wrong >= 0) throw invalid(`${at}.weights[${wrong}]`, String(weights[wrong]), 'a finite number or null')
    if (!(confidence > 0 && confidence <= 1))
      throw invalid(`${at}.confidence`, String(confidence), 'a number in (0, 1]')
    if (!(priority >= 0 && priority < Infinity))
      throw invalid(`${at}.priority`, String(priority), 'a number of at least 0')
  })
  if (recommendations.every(({ priority }) => priority === 0)) {
    throw invalid('recommendations', 'priorities of 0 throughout', 'one positive priority')
  }
  if (!everyAssetSeen(recommendations, assets)) {
    throw invalid(
      'recommendations',
      'an asset on which nobody with a priority has an opinion',
      'a weight for every asset from at least one; add the present portfolio as a recommendation of low priority',
    )
  }
  if (covariance === undefined) return
  if (rule === 'least-worst' || recommendations.some(({ weights }) => weights.includes(null))) {
    throw invalid(
      'covariance',
      rule === 'least-worst' ? 'one with the rule least-worst' : 'one with missing opinions',
      'none: distances there are differences of weights',
    )
  }
}

const invalid = (field: string, got: string, expected: string): TuttiError =>
  new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
