import { bookSensitivities, revaluedBook } from '@tutti/analytics/revaluation'
import { variance } from '@tutti/analytics/statistics'
import type { HedgingMandate } from '../mandate/index.ts'
import type { FactorModel } from '../market/factor-model.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { namedCorrelations } from '../market/named-correlations.ts'
import { groupShocks } from '../market/scenario-profits.ts'
import { correlatedScenarios } from '../market/scenario-set.ts'
import { worstCorrelation } from '../market/worst-correlation.ts'
import type { SimulatedFigure } from '../packages/hedge-package.ts'
import { effectivenessMeasure, tailMeasure, tailPlan } from '../packages/scenario-measures.ts'
import { type HedgeDomain, hedgeDomains } from '../universe/hedge-instrument.ts'
import { changesOfValues, type Revaluation, type StressBook } from './stress-book.ts'
import { type TradedLoss, tradedLoss } from './traded-loss.ts'

/** How the worst matrix was found; variances are of the first-order profit of the hedged surplus, money squared. */
interface WorstCorrelationRecord {
  readonly variance: number
  readonly estimateVariance: number
  /** No matrix within the distance, valid or not, has a larger one. */
  readonly varianceBound: number
  readonly largestChange: number
  readonly smallestEigenvalue: number
  readonly iterations: number
}

/** The surplus re-simulated and fully revalued under one correlation matrix. Base currency. */
interface CorrelationCaseRecord {
  readonly id: string
  readonly label: string
  readonly fundedStatusAtRiskUnhedged: SimulatedFigure
  readonly fundedStatusAtRisk: SimulatedFigure
  readonly shortfallUnhedged: SimulatedFigure
  readonly shortfall: SimulatedFigure
  /** 1 - hedged / unhedged funded-status-at-risk; null where there is none unhedged. */
  readonly riskReduction: number | null
  /** 1 - variance hedged / unhedged of the whole surplus; null where it does not vary. */
  readonly effectiveness: SimulatedFigure | null
  /**
   * By group alone, for the worst matrix, which changes correlations within groups too; null for the others, whose groups move within
   * themselves as estimated. A group's figure is null where the fund has no exposure to it.
   */
  readonly groups: Readonly<Record<HedgeDomain, TradedLoss | null>> | null
  readonly worst: WorstCorrelationRecord | null
}

export interface CorrelationStressRecord {
  readonly scenarios: number
  readonly confidence: number
  /** Largest change of an entry that the search for the worst was allowed. */
  readonly distance: number
  readonly cases: readonly CorrelationCaseRecord[]
}

/** What correlations are tried on; the first package of the book is the one examined. */
export interface CorrelationInputs {
  readonly mandate: HedgingMandate
  readonly market: HedgingMarket
  readonly model: FactorModel
  readonly seed: number
  readonly book: StressBook
  /** Scenarios of each matrix: the first so many of the study's own draws. Default 1,000, or the mandate's fewer. */
  readonly count?: number
  /** Default: on this thread. */
  readonly revaluation?: Revaluation
}

interface CorrelationCase {
  readonly id: string
  readonly label: string
  readonly correlation: FactorModel['correlation']
  readonly worst: WorstCorrelationRecord | null
}

/**
 * The surplus, without hedges and with the examined package, under the named correlation matrices and under the valid one within
 * the mandate's distance that is worst for the hedged surplus (by its first-order profit). Volatilities, law and random
 * numbers are those of the study. Throws as `tailPlan`, `worstCorrelation` and the engine.
 */
export async function correlationStress(inputs: CorrelationInputs): Promise<CorrelationStressRecord> {
  const { mandate, market, model, seed, book, revaluation = revaluedBook } = inputs
  const count = inputs.count ?? Math.min(1000, mandate.scenarios.count)
  const plan = tailPlan(count, mandate.objectives.confidence)
  const drawn = { ...mandate, scenarios: { ...mandate.scenarios, count } }
  const cases: CorrelationCaseRecord[] = []
  for (const { id, label, correlation, worst } of correlationCases(inputs)) {
    const { shocks } = correlatedScenarios(drawn, market, correlation, seed, model)
    const values = await revaluation(book.surplus.compiled, shocks)
    const { fund, packages } = changesOfValues(book, values)
    const hedged = added(fund, packages[0].total)
    const [before, after] = [fund, hedged].map((profits) =>
      tailMeasure(
        profits.map((profit) => -profit),
        plan,
      ),
    )
    const groups = worst !== null ? await groupLosses(book, shocks, revaluation) : null
    const atRisk = before.valueAtRisk.value
    cases.push({
      id,
      label,
      fundedStatusAtRiskUnhedged: before.valueAtRisk,
      fundedStatusAtRisk: after.valueAtRisk,
      shortfallUnhedged: before.expectedShortfall,
      shortfall: after.expectedShortfall,
      riskReduction: atRisk > 0 ? 1 - after.valueAtRisk.value / atRisk : null,
      effectiveness: effectivenessOf(hedged, fund),
      groups,
      worst,
    })
  }
  return {
    scenarios: count,
    confidence: mandate.objectives.confidence,
    distance: mandate.stress.worst_correlation_distance,
    cases,
  }
}

function correlationCases({ mandate, market, model, book }: CorrelationInputs): CorrelationCase[] {
  const { unhedged, hedged } = surplusSensitivities(book)
  const distance = mandate.stress.worst_correlation_distance
  const named = namedCorrelations(market.factors, model, unhedged).map((each) => ({ ...each, worst: null }))
  const { correlation, ...worst } = worstCorrelation(hedged, model.volatilities, model.correlation, distance)
  return [...named, { id: 'worst', label: 'Worst valid correlations for the hedged surplus', correlation, worst }]
}

/** First-order change of the surplus for a unit of each factor, before hedges and with the examined package. */
function surplusSensitivities({ surplus, lines, instruments, packages, factors }: StressBook) {
  const all = bookSensitivities(surplus.compiled, factors)
  const width = factors.length
  const add = (into: Float64Array, column: number, quantity: number): void => {
    for (let f = 0; f < width; f++) into[f] += quantity * all[column * width + f]
  }
  const unhedged = new Float64Array(width)
  surplus.quantities.forEach((quantity, column) => add(unhedged, column, quantity))
  const hedged = unhedged.slice()
  for (const { instrument, quantity } of packages[0].trades) {
    const u = instruments.findIndex(({ id }) => id === instrument)
    for (let leg = surplus.legStarts[u]; leg < surplus.legStarts[u + 1]; leg++) {
      add(hedged, lines.length + leg, quantity * surplus.legWeights[leg])
    }
  }
  return { unhedged, hedged }
}

async function groupLosses(book: StressBook, shocks: Float64Array, revaluation: Revaluation) {
  const losses: [HedgeDomain, TradedLoss | null][] = []
  for (const group of hedgeDomains) {
    const moves = book.factors.some((factor) => factor.group === group)
    const values = moves ? await revaluation(book.surplus.compiled, groupShocks(book.factors, shocks, group)) : null
    losses.push([group, values === null ? null : tradedLoss(book, changesOfValues(book, values), group)])
  }
  return Object.fromEntries(losses) as Record<HedgeDomain, TradedLoss | null>
}

function effectivenessOf(hedged: Float64Array, unhedged: Float64Array): SimulatedFigure | null {
  return variance(unhedged, 'sample') > 0 ? effectivenessMeasure(hedged, unhedged) : null
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, s) => value + b[s])
}
