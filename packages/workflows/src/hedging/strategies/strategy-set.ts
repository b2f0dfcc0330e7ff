import type { HedgeDomain } from '../universe/hedge-instrument.ts'
import { type AssessedStrategy, assessedStrategy, isExposed, type StrategyDesign } from './assessed-strategy.ts'
import { violation } from './limit-check.ts'
import type { Strategy, StrategySet } from './strategy.ts'
import type { StrategyInputs } from './strategy-inputs.ts'
import { ratioName } from './strategy-names.ts'
import { none, unhedgedSet } from './unhedged-set.ts'

/** Most strategies that a specialist hands on, `none` included: their products are the packages, 1,536 at most. */
const mostHandedOn = { currency: 8, rates: 8, inflation: 4, credit: 6 } as const

/** What a specialist has found out besides the designs. */
interface SpecialistWords {
  readonly exposed: string
  readonly unhedgeable: readonly string[]
}

/**
 * Judges the designs of a domain and hands on `none`, the plainest full hedge (the first style at its highest ratio),
 * the best of those that hold the mandate's target for effectiveness, the best of every style (fewest broken limits, then merit), the
 * plainest at the other ratios, then the best of the rest, as many as packages can be
 * made of; the others, and those that trade the same as one handed on, are set aside. A limit that is broken is recorded, and only keeps a strategy from being recommended. Recommended is the least
 * merit figure (annual cost + cost of capital x value at risk of the domain's own factors) among those within their limits;
 * where none is, the one that breaks them least. A domain without exposure is left alone.
 */
export function strategySet(
  inputs: StrategyInputs,
  domain: HedgeDomain,
  designs: () => readonly StrategyDesign[],
  words: SpecialistWords,
): StrategySet {
  if (!isExposed(inputs, domain)) {
    return unhedgedSet(inputs, domain, ['The fund has no exposure in this domain: there is nothing to hedge.'])
  }
  const unhedged = assessedStrategy(inputs, domain, none)
  // a design without trades is `none` under another name
  const assessed = designs()
    .filter(({ trades }) => trades.length > 0)
    .map((design) => assessedStrategy(inputs, domain, design))
  const handedOn = [
    unhedged,
    ...shortlist(assessed, mostHandedOn[domain] - 1, inputs.mandate.objectives.effectiveness_target),
  ]
  const recommended = recommendedOf(handedOn)
  const setAside = assessed.filter((one) => !handedOn.includes(one)).map(({ strategy }) => strategy)
  return {
    domain,
    strategies: handedOn.map(({ strategy }) => strategy),
    recommended: recommended.strategy.id,
    ...(setAside.length > 0 && { setAside }),
    reasons: [words.exposed, ...reasonsFor(recommended, handedOn)],
    unhedgeable: words.unhedgeable,
  }
}

/** In the order in which they were designed. */
function shortlist(assessed: readonly AssessedStrategy[], most: number, target: number): AssessedStrategy[] {
  if (assessed.length <= most) return [...assessed]
  const byMerit = assessed.toSorted(better)
  const [first] = assessed
  const plain = assessed.filter(({ strategy: { id, style, ratio } }) => {
    // the first kind and tenor at every ratio
    return style === first.strategy.style && id === ratioName(stem(first.strategy), ratio).id
  })
  const full = plain.toSorted((a, b) => b.strategy.ratio - a.strategy.ratio)
  const bestOfStyles = byMerit.filter(
    (one, i) => byMerit.findIndex(({ strategy }) => strategy.style === one.strategy.style) === i,
  )
  const holding = byMerit.filter(({ strategy }) => (strategy.effectiveness ?? 0) >= target).slice(0, 1)
  const kept: AssessedStrategy[] = []
  for (const one of [full[0], ...holding, ...bestOfStyles, ...full, ...byMerit]) {
    if (kept.length < most && !kept.some((other) => alike(one.strategy, other.strategy))) kept.push(one)
  }
  return assessed.filter((one) => kept.includes(one))
}

/** The id without its ratio. */
const stem = ({ id, ratio }: Strategy): string => id.slice(0, id.length - ratioName('', ratio).id.length)

/** Share of the notional by which trades in the same instruments may differ and be one strategy. */
const sameTrades = 1e-3

function alike(a: Strategy, b: Strategy): boolean {
  if (a.trades.length !== b.trades.length) return false
  return a.trades.every(({ instrument, quantity }) => {
    const other = b.trades.find((trade) => trade.instrument === instrument)
    return other !== undefined && Math.abs(quantity - other.quantity) <= sameTrades * Math.abs(quantity)
  })
}

/** Fewer broken limits first, then the lower merit figure; at equal ones the order of design. */
const better = (a: AssessedStrategy, b: AssessedStrategy): number => broken(a) - broken(b) || a.merit - b.merit

const broken = ({ strategy: { limits } }: AssessedStrategy): number => limits.filter(({ met }) => !met).length

const isAdmissible = ({ limits }: Strategy): boolean => limits.every(({ met }) => met)

function recommendedOf(assessed: readonly AssessedStrategy[]): AssessedStrategy {
  const admissible = assessed.filter(({ strategy }) => isAdmissible(strategy))
  if (admissible.length > 0) return admissible.reduce((best, next) => (next.merit < best.merit ? next : best))
  return assessed.reduce((best, next) =>
    violation(next.strategy.limits) < violation(best.strategy.limits) ? next : best,
  )
}

/** Why it is recommended, and what stands against the others; without figures. */
function reasonsFor({ strategy, merit }: AssessedStrategy, assessed: readonly AssessedStrategy[]): string[] {
  const reasons: string[] = []
  const admissible = assessed.filter((one) => isAdmissible(one.strategy))
  if (admissible.length === 0) {
    reasons.push('No strategy keeps every limit; the recommended one breaks them least.')
  } else {
    reasons.push(
      'The recommended strategy has the lowest sum of annual cost and cost of capital on the remaining risk among those within their limits.',
    )
    if (strategy.id === none.id && admissible.length === 1) {
      reasons.push('Every hedge that was designed breaks a limit of its domain.')
    }
  }
  const rejected = assessed.filter((one) => one.merit < merit && !isAdmissible(one.strategy))
  const limits = new Set(
    rejected.flatMap((one) => one.strategy.limits.filter(({ met }) => !met).map(({ label }) => label.toLowerCase())),
  )
  if (limits.size > 0) {
    reasons.push(`Strategies with a lower sum were passed over for a limit they break: ${[...limits].join('; ')}.`)
  }
  return reasons
}
