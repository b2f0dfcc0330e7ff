import { TuttiError } from '@tutti/analytics/errors'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { SimulatedFigure } from '../packages/hedge-package.ts'
import { tailMeasure, tailPlan, volatilityMeasure } from '../packages/scenario-measures.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { creditCopula, type CreditCopula } from './credit-copula.ts'
import { bondRecovery, type CreditPosition, creditPositions } from './credit-outcomes.ts'
import { type CreditIssuer, creditIssuers, creditSimulation, expectedCreditLosses } from './credit-simulation.ts'
import type { TradeAllocation } from './margin-calls.ts'
import { protectionLoss, type ProtectionLossRecord } from './protection-loss.ts'
import { averageTransitions, ratingClasses, type TransitionTable, transitionsOver } from './rating-transitions.ts'

const fewestScenarios = 1000
const tailConfidences = [0.95, 0.99]
const quantilePoints = 41
const namesShown = 10

/** Loss distribution from migrations and defaults over the horizon, base currency, losses positive. */
interface CreditLossFigures {
  readonly mean: SimulatedFigure
  readonly deviation: SimulatedFigure
  readonly tails: readonly {
    readonly confidence: number
    readonly valueAtRisk: SimulatedFigure
    readonly expectedShortfall: SimulatedFigure
  }[]
  /** Losses at evenly spaced probabilities from 0 to 1: the lowest to the highest. */
  readonly quantiles: readonly number[]
}

interface CreditNameRecord {
  readonly issuer: string
  readonly rating: string
  readonly value: number
  readonly defaultProbability: number
  readonly lossOnDefault: number
  /** What single-name protection of the package pays on it. */
  readonly protectionOnDefault: number
}

export interface CreditEventsRecord {
  /** Where the transitions come from, and how names are tied together. */
  readonly method: string
  readonly scenarios: number
  readonly horizonYears: number
  readonly recovery: number
  readonly issuers: number
  readonly pools: number
  readonly excluded: readonly { readonly id: string; readonly reason: string }[]
  readonly unhedged: CreditLossFigures
  readonly hedged: CreditLossFigures
  /** Expected losses from the transition probabilities themselves, without simulation. */
  readonly expectedLossUnhedged: number
  readonly expectedLossHedged: number
  /** 1 - hedged / unhedged at each confidence of the tails; null where nothing is lost unhedged. */
  readonly tailRemoved: readonly (number | null)[]
  /** Mean number of the fund's issuers that default, and share of scenarios with any. */
  readonly defaults: SimulatedFigure
  readonly anyDefault: SimulatedFigure
  /** The issuers with the largest loss on default. */
  readonly names: readonly CreditNameRecord[]
  /** Protection lost because its seller defaults too. */
  readonly protection: ProtectionLossRecord
}

export interface CreditEventInputs {
  readonly mandate: HedgingMandate
  readonly market: HedgingMarket
  readonly book: FundBook
  readonly universe: readonly HedgeInstrument[]
  readonly trades: readonly HedgeTrade[]
  readonly allocation: readonly TradeAllocation[] | null
  readonly seed: number
  /** At least 1,000; default 4,000. */
  readonly scenarios?: number
  /** Default: `averageTransitions`. */
  readonly transitions?: TransitionTable
}

/**
 * Joint migrations and defaults of the fund's issuers over the mandate's horizon: a one-factor Gaussian copula on the transition table,
 * asset correlations by the Basel formula for corporates (CRE31.5) at each class's default probability. Issuers move with a draw of
 * their own; pools by their expectation given the factor. Scenario i depends on the seed and i alone.
 * Changes of value at once: neither spread earned nor premiums paid over the horizon.
 *
 * Throws `invalid-input` for fewer than 1,000 scenarios. Source: Gupton, Finger & Bhatia, CreditMetrics Technical Document (1997).
 */
export function creditEvents(inputs: CreditEventInputs): CreditEventsRecord {
  const { mandate, market, book, universe, trades, transitions = averageTransitions, scenarios = 4000 } = inputs
  if (!(Number.isInteger(scenarios) && scenarios >= fewestScenarios)) {
    throw new TuttiError('invalid-input', `credit events need at least ${fewestScenarios} scenarios`, {
      field: 'scenarios',
      got: String(scenarios),
      expected: `a whole number >= ${fewestScenarios}`,
    })
  }
  const years = mandate.objectives.horizon_years
  const copula = creditCopula(transitionsOver(transitions, years))
  const all = creditPositions(mandate, market, book, universe, trades)
  const issuers = creditIssuers(all)
  const { unhedged, hedged, factors, defaults, tradeProfits } = creditSimulation(all, copula, scenarios, inputs.seed)
  const [before, after] = [lossFigures(unhedged), lossFigures(hedged)]
  const expected = expectedCreditLosses(all, copula)
  const tailRemoved = before.tails.map(({ valueAtRisk: { value } }, k) =>
    value > 0 ? 1 - after.tails[k].valueAtRisk.value / value : null,
  )
  return {
    method: `${transitions.label}; one-factor Gaussian copula, asset correlations of the Basel formula for corporates; pools without issuers by their expectation given the factor`,
    scenarios,
    horizonYears: years,
    recovery: bondRecovery,
    issuers: issuers.length,
    pools: all.positions.filter(({ issuer }) => issuer === null).length + all.baskets.length,
    excluded: all.excluded,
    unhedged: before,
    hedged: after,
    expectedLossUnhedged: expected.unhedged,
    expectedLossHedged: expected.hedged,
    tailRemoved,
    defaults: meanFigure(defaults),
    anyDefault: meanFigure(defaults.map((count) => (count > 0 ? 1 : 0))),
    names: nameRecords(all.positions, issuers, copula),
    protection: protectionLoss({ ...inputs, years, factors, tradeProfits }),
  }
}

function lossFigures(losses: Float64Array): CreditLossFigures {
  const mean = meanFigure(losses)
  const deviation = volatilityMeasure(losses)
  const sorted = losses.slice().sort()
  return {
    mean,
    deviation,
    tails: tailConfidences.map((confidence) => ({
      confidence,
      ...tailMeasure(losses.slice(), tailPlan(losses.length, confidence)),
    })),
    quantiles: Array.from(
      { length: quantilePoints },
      (_, k) => sorted[Math.round((k * (sorted.length - 1)) / (quantilePoints - 1))],
    ),
  }
}

function meanFigure(values: Float64Array): SimulatedFigure {
  const value = values.reduce((sum, each) => sum + each, 0) / values.length
  const { value: deviation } = volatilityMeasure(values)
  return { value, standardError: deviation / Math.sqrt(values.length), count: values.length }
}

function nameRecords(
  positions: readonly CreditPosition[],
  issuers: readonly CreditIssuer[],
  { probabilities }: CreditCopula,
): CreditNameRecord[] {
  const worst = ratingClasses.length - 1
  return issuers
    .map(({ issuer, place }) => {
      const sum = (side: CreditPosition['side'], of: (position: CreditPosition) => number): number =>
        positions
          .filter((each) => each.issuer === issuer && each.side === side)
          .reduce((total, each) => total + of(each), 0)
      return {
        issuer,
        rating: ratingClasses[place],
        value: sum('fund', ({ value }) => value),
        defaultProbability: probabilities[place][worst],
        lossOnDefault: sum('fund', ({ outcomes }) => -outcomes[worst]),
        protectionOnDefault: sum('hedge', ({ outcomes }) => outcomes[worst]),
      }
    })
    .toSorted((a, b) => b.lossOnDefault - a.lossOnDefault || (a.issuer < b.issuer ? -1 : 1))
    .slice(0, namesShown)
}
