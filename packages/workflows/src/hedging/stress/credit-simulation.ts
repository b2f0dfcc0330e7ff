import { portableNormalQuantile } from '@tutti/analytics/math'
import { uniformStream } from '@tutti/analytics/random'
import { conditionalTransitions, type CreditCopula, endingClass, expectation } from './credit-copula.ts'
import type { CreditPositions } from './credit-outcomes.ts'
import { ratingClasses } from './rating-transitions.ts'

const stream = 7_301
const worst = ratingClasses.length - 1

/** Issuers of the positions with their class today: the worst of their bonds'. */
export interface CreditIssuer {
  readonly issuer: string
  readonly place: number
}

/** Losses by scenario, base currency; in memory only. */
export interface CreditSimulation {
  readonly unhedged: Float64Array
  readonly hedged: Float64Array
  /** The common factor: low is bad. */
  readonly factors: Float64Array
  /** Issuers in default. */
  readonly defaults: Float64Array
  /** Profit of each of the package's instruments. */
  readonly tradeProfits: ReadonlyMap<string, Float64Array>
}

/** The issuers of positions, in order of first appearance. */
export function creditIssuers({ positions }: CreditPositions): CreditIssuer[] {
  const places = new Map<string, number>()
  for (const { issuer, place } of positions) {
    if (issuer !== null) places.set(issuer, Math.max(place, places.get(issuer) ?? 0))
  }
  return [...places].map(([issuer, place]) => ({ issuer, place }))
}

/**
 * Joint migrations and defaults: each issuer by a draw of its own, pools by their expectation given the factor, baskets by what
 * their bonds lose. Scenario i depends on the seed and i alone.
 */
export function creditSimulation(
  { positions, baskets }: CreditPositions,
  copula: CreditCopula,
  scenarios: number,
  seed: number,
): CreditSimulation {
  const issuers = creditIssuers({ positions, baskets, excluded: [] })
  const members = positions.map((position) => issuers.findIndex(({ issuer }) => issuer === position.issuer))
  const zeros = (): Float64Array => new Float64Array(scenarios)
  const [unhedged, hedged, factors, defaults] = [zeros(), zeros(), zeros(), zeros()]
  const ofPackage = [...positions, ...baskets].filter(({ side }) => side === 'hedge')
  const tradeProfits = new Map(ofPackage.map(({ id }) => [id, zeros()]))
  for (let s = 0; s < scenarios; s++) {
    const uniform = uniformStream(seed, stream, s)
    const factor = portableNormalQuantile(uniform())
    factors[s] = factor
    const ends = issuers.map(({ place }) => endingClass(copula, place, factor, portableNormalQuantile(uniform())))
    defaults[s] = ends.filter((end) => end === worst).length
    const given = copula.thresholds.map((_, place) => conditionalTransitions(copula, place, factor))
    const lost = new Map<string, number>()
    const count = (side: 'fund' | 'hedge', id: string, profit: number): void => {
      hedged[s] -= profit
      if (side === 'fund') unhedged[s] -= profit
      else tradeProfits.get(id)![s] += profit
    }
    positions.forEach(({ id, side, place, outcomes }, i) => {
      const profit = members[i] < 0 ? expectation(given[place], outcomes) : outcomes[ends[members[i]]]
      if (side === 'fund') lost.set(id, -profit)
      count(side, id, profit)
    })
    for (const { id, side, lines, profitPerLoss } of baskets) {
      count(side, id, profitPerLoss * lines.reduce((sum, line) => sum + (lost.get(line) ?? 0), 0))
    }
  }
  return { unhedged, hedged, factors, defaults, tradeProfits }
}

/** Expected losses from the transition probabilities themselves. */
export function expectedCreditLosses({ positions, baskets }: CreditPositions, { probabilities }: CreditCopula) {
  const lossOf = new Map<string, number>()
  const sums = { fund: 0, hedge: 0 }
  for (const { id, side, place, outcomes } of positions) {
    const loss = -expectation(probabilities[place], outcomes)
    if (side === 'fund') lossOf.set(id, loss)
    sums[side] += loss
  }
  for (const { side, lines, profitPerLoss } of baskets) {
    sums[side] -= profitPerLoss * lines.reduce((sum, line) => sum + (lossOf.get(line) ?? 0), 0)
  }
  return { unhedged: sums.fund, hedged: sums.fund + sums.hedge }
}
