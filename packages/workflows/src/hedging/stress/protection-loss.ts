import { portableNormalCdf, portableNormalQuantile } from '@tutti/analytics/math'
import type { HedgingMandate } from '../mandate/index.ts'
import type { SimulatedFigure } from '../packages/hedge-package.ts'
import { volatilityMeasure } from '../packages/scenario-measures.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { TradeAllocation } from './margin-calls.ts'

const businessDays = 252

/** One seller of credit protection, over the horizon. Base currency. */
interface ProtectionSellerRecord {
  readonly counterparty: string
  readonly defaultProbability: number
  /** The mandate's: of its default with the common factor of credits, positive where it fails when they do. */
  readonly wrongWayCorrelation: number
  /** Mean gain of the protection bought from it, where it gains. */
  readonly expectedGain: number
  /** Expected loss of that gain by its default, were nothing collateralised: and if its default were independent of the credits. */
  readonly expectedLoss: SimulatedFigure
  readonly expectedLossIndependent: number
  /** The first over the second; null without a loss. */
  readonly wrongWayRatio: number | null
  /**
   * With its annex: only where both defaults fall within one margin period, two independent times of the horizon being that near with
   * probability 1 - (1 - m)^2. Without one: the same as `expectedLoss`.
   */
  readonly expectedLossAfterCollateral: number
}

export interface ProtectionLossRecord {
  readonly sellers: readonly ProtectionSellerRecord[]
  /** Trades with the clearing house are not in it. */
  readonly expectedLoss: number
  readonly expectedLossIndependent: number
  readonly expectedLossAfterCollateral: number
  readonly notes: readonly string[]
}

export interface ProtectionInputs {
  readonly mandate: HedgingMandate
  readonly universe: readonly HedgeInstrument[]
  readonly trades: readonly HedgeTrade[]
  readonly allocation: readonly TradeAllocation[] | null
  readonly years: number
  /** The common factor of credits in each scenario (low is bad), and the profit of each trade from credit events. */
  readonly factors: Float64Array
  readonly tradeProfits: ReadonlyMap<string, Float64Array>
}

/**
 * Expected loss of credit protection by the default of who sold it: in each scenario its default probability given the factor, times what
 * the protection gains. A trade that is allocated to nobody is shared equally by those who may deal in credit.
 */
export function protectionLoss(inputs: ProtectionInputs): ProtectionLossRecord {
  const { mandate, universe, trades, allocation, years, factors, tradeProfits } = inputs
  const dealers = mandate.counterparties.filter(({ domains }) => domains === undefined || domains.includes('credit'))
  const notes = new Set<string>()
  const gains = new Map(mandate.counterparties.map(({ id }) => [id, new Float64Array(factors.length)]))
  for (const { instrument, quantity } of trades) {
    const found = universe.find(({ id }) => id === instrument)
    const profits = tradeProfits.get(instrument)
    if (found?.domain !== 'credit' || profits === undefined || quantity === 0) continue
    if (found.dealing.cleared) {
      notes.add('cleared protection is with the clearing house and not counted')
      continue
    }
    const parts = allocation?.filter((part) => part.instrument === instrument) ?? []
    if (parts.length === 0)
      notes.add('protection without a counterparty is shared equally by those who may deal in credit')
    const shares =
      parts.length > 0
        ? parts.map((part) => [part.counterparty, part.quantity / quantity] as const)
        : dealers.map(({ id }) => [id, 1 / dealers.length] as const)
    for (const [id, share] of shares) {
      const sum = gains.get(id)
      if (sum === undefined) notes.add(`${id} is not in the mandate: its protection is not counted`)
      else profits.forEach((profit, s) => (sum[s] += share * profit))
    }
  }
  const sellers = mandate.counterparties.flatMap((counterparty): ProtectionSellerRecord[] => {
    const gain = gains.get(counterparty.id)!.map((each) => Math.max(0, each))
    if (!gain.some((each) => each > 0)) return []
    const { recovery, csa, wrong_way_correlation: correlation } = counterparty
    const hazard = counterparty.cds_spread_bp / 1e4 / (1 - recovery)
    const probability = -Math.expm1(-hazard * years)
    const threshold = probability > 0 ? portableNormalQuantile(probability) : -Infinity
    const losses = gain.map(
      (each, s) =>
        each *
        (1 - recovery) *
        portableNormalCdf((threshold - correlation * factors[s]) / Math.sqrt(1 - correlation ** 2)),
    )
    const mean = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0) / values.length
    const expectedGain = mean(gain)
    const loss = probability > 0 ? mean(losses) : 0
    const independent = probability * (1 - recovery) * expectedGain
    const period = csa === null ? 1 : Math.min(1, csa.margin_period_days / (businessDays * years))
    return [
      {
        counterparty: counterparty.id,
        defaultProbability: probability,
        wrongWayCorrelation: correlation,
        expectedGain,
        expectedLoss: {
          value: loss,
          standardError: probability > 0 ? volatilityMeasure(losses).value / Math.sqrt(losses.length) : 0,
          count: losses.length,
        },
        expectedLossIndependent: independent,
        wrongWayRatio: independent > 0 ? loss / independent : null,
        expectedLossAfterCollateral: loss * (1 - (1 - period) ** 2),
      },
    ]
  })
  const total = (of: (seller: ProtectionSellerRecord) => number): number =>
    sellers.reduce((sum, seller) => sum + of(seller), 0)
  return {
    sellers,
    expectedLoss: total(({ expectedLoss }) => expectedLoss.value),
    expectedLossIndependent: total(({ expectedLossIndependent }) => expectedLossIndependent),
    expectedLossAfterCollateral: total(({ expectedLossAfterCollateral }) => expectedLossAfterCollateral),
    notes: [...notes],
  }
}
