import type { SimulatedFigure } from '../packages/hedge-package.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import { type AllocationShares, isCleared, proportionalShares } from './counterparty-shares.ts'
import { type CounterpartyTerms, counterpartyTerms } from './counterparty-terms.ts'
import { type ChargedSide, chargedSide, existingNetting } from './charged-side.ts'
import { type ExposureFigures, exposureFigures } from './exposure-figures.ts'
import { nettingCharges, type NettingPaths } from './netting-charges.ts'
import { nettingSum, noTrades } from './netting-sum.ts'
import { type ChargeInputs, simulatedFigure } from './package-charges.ts'
import { tradedInstrument, unitNetting } from './trade-group.ts'

/** Exposure to a counterparty and its charge. */
interface ChargedExposure extends ExposureFigures {
  readonly cva: SimulatedFigure
}

/** One counterparty before and after a package. Money in base currency. */
export interface CounterpartyExposure {
  readonly counterparty: string
  readonly collateralised: boolean
  readonly before: ChargedExposure
  readonly after: ChargedExposure
  /** Of the potential exposure after; slack is negative where it is broken. */
  readonly limit: number
  readonly slack: number
  readonly met: boolean
  /** Null where the mandate gives no correlation of its default with the exposure. */
  readonly wrongWay: {
    readonly correlation: number
    /** What the correlation adds to the CVA after the package. */
    readonly cva: SimulatedFigure
  } | null
}

/** Exposures to every counterparty of the mandate with and without `trades`, split by `shares`. */
export function counterpartyExposures(
  inputs: ChargeInputs,
  trades: readonly HedgeTrade[],
  shares: AllocationShares = proportionalShares(inputs.mandate, inputs.universe),
): CounterpartyExposure[] {
  const { mandate, universe, exposures } = inputs
  const { timesYears } = exposures.buckets
  const byId = new Map(universe.map((hedge) => [hedge.id, hedge]))
  return counterpartyTerms(mandate, exposures).map((terms, k): CounterpartyExposure => {
    const { exposure_limit: limit, wrong_way_correlation: correlation } = mandate.counterparties[k]
    const side = chargedSide(terms, exposures)
    const existing = existingNetting(side, exposures)
    const added = trades.flatMap(({ instrument, quantity }) => {
      const hedge = tradedInstrument(byId, instrument)
      const weight = quantity * (isCleared(hedge) ? 0 : (shares[instrument]?.[terms.id] ?? 0))
      return weight === 0 ? [] : [{ netting: unitNetting(hedge, exposures), weight }]
    })
    const netting = nettingSum(
      [{ netting: existing, weight: 1 }, ...added],
      noTrades(timesYears.length, exposures.paths),
    )
    const after = chargedExposure(netting, terms, inputs)
    const slack = limit - after.potentialExposure.value
    return {
      counterparty: terms.id,
      collateralised: terms.collateral !== null,
      before: chargedExposure(existing, terms, inputs),
      after,
      limit,
      slack,
      met: slack >= 0,
      wrongWay: correlation === 0 ? null : { correlation, cva: wrongWayCva(netting, side, inputs) },
    }
  })
}

function chargedExposure(
  netting: NettingPaths,
  terms: CounterpartyTerms,
  { exposures }: ChargeInputs,
): ChargedExposure {
  const { cva } = nettingCharges(netting, terms, exposures.discount, exposures.buckets.timesYears)
  return { ...exposureFigures(netting, terms, exposures), cva: simulatedFigure(cva) }
}

function wrongWayCva(netting: NettingPaths, { terms }: ChargedSide, { exposures }: ChargeInputs): SimulatedFigure {
  const { discount, buckets } = exposures
  const independent = { ...terms, rankedLossWeights: null }
  const [one, other] = [terms, independent].map(
    (given) => nettingCharges(netting, given, discount, buckets.timesYears).cva,
  )
  return simulatedFigure(one.map((value, p) => value - other[p]))
}
