import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { requireBetween, requireNonNegative } from '../statistics/index.ts'

/** A holding that may have to be sold. Money. */
export interface LiquidHolding {
  readonly id: string
  readonly value: number
  /** Money traded in it on an average day; Infinity for cash. */
  readonly averageDailyAmount: number
  /** Cost of selling in calm markets, basis points of the value. */
  readonly exitCostBp: number
  /** How much of a regime's fall of prices it takes: 1 where absent, 0 for cash, 0.2 for a government bond, 1.5 for a weak name. */
  readonly fallFactor?: number
  /** Groups to report by, such as `{ sector: 'industrial', manager: 'A' }`. */
  readonly groups?: Readonly<Record<string, string>>
}

/** A state of the market. */
export interface LiquidityRegime {
  readonly name: string
  /** Share of a day's volume that can be taken, in (0, 1]. */
  readonly participation: number
  /** Factor on the average daily amounts, in (0, 1] in stress. */
  readonly volumeFactor: number
  /** Factor on the exit costs, at least 1 in stress. */
  readonly costFactor: number
  /** Fall of prices by the time of the sale (decimal), 0 in calm markets; each holding takes its factor of it, cash none. */
  readonly priceFall: number
}

/** What one regime does to the portfolio. */
export interface RegimeLiquidity {
  readonly regime: string
  /** Value after the fall of prices. */
  readonly value: number
  /** Days to sell each holding, in the order given. */
  readonly daysToLiquidate: readonly number[]
  /** Share of the value that is sold within each horizon, each holding at its own pace. */
  readonly soldShare: readonly number[]
  /** Days by which that share of the whole is sold: one half, 90 %, all. */
  readonly daysToSell: { readonly half: number; readonly ninety: number; readonly all: number }
  readonly redemptions: readonly RedemptionCoverage[]
  /** The same shares by group: dimension, group, value, shares sold by each horizon. */
  readonly byGroup: readonly {
    readonly dimension: string
    readonly group: string
    readonly value: number
    readonly soldShare: readonly number[]
  }[]
}

/** Whether a redemption can be paid by a horizon, most liquid holdings first, and selling an equal share of each. */
export interface RedemptionCoverage {
  /** Share of the portfolio that is called back. */
  readonly redemption: number
  readonly horizonDays: number
  /** Cash that can be raised after cost, over the redemption. */
  readonly coverageRatio: number
  readonly isCovered: boolean
  /** Cost of raising it by the cheapest holdings first, money; null where it is not covered. */
  readonly cheapestFirstCost: number | null
  /** What is missing at the horizon, money. */
  readonly shortfall: number
  /** Days until it is paid where every holding is cut by the same share; null where it never is. */
  readonly proRataDays: number
  readonly proRataCost: number
}

/**
 * Time to liquidate and coverage of redemptions under each regime. A holding is sold at `participation x volumeFactor x
 * averageDailyAmount` a day, at its price after the fall and its exit cost times the factor. Coverage by a horizon takes
 * the cheapest cash first within what can be sold of each holding by then.
 *
 * Source: ESMA Guidelines on liquidity stress testing in UCITS and AIFs, ESMA34-39-897 (2020): reverse of redemption
 * coverage ratio, waterfall and slicing approaches.
 */
export function liquidityStress(
  holdings: readonly LiquidHolding[],
  regimes: readonly LiquidityRegime[],
  horizonsDays: readonly number[],
  redemptions: readonly number[],
): RegimeLiquidity[] {
  checkHoldings(holdings)
  horizonsDays.forEach((days, h) => requireNonNegative(days, `horizonsDays[${h}]`))
  redemptions.forEach((share, r) => requireBetween(share, 0, 1 + 1e-12, `redemptions[${r}]`))
  return regimes.map((regime, i) => {
    checkRegime(regime, i)
    const sold = holdings.map(({ value, averageDailyAmount, exitCostBp, fallFactor }) => ({
      value: value * (1 - fallOf(regime.priceFall, averageDailyAmount === Infinity ? 0 : (fallFactor ?? 1))),
      perDay: averageDailyAmount * regime.volumeFactor * regime.participation,
      cost: Math.min(1, (exitCostBp * regime.costFactor) / 1e4),
    }))
    const days = sold.map(({ value, perDay }) => value / perDay)
    const worth = sold.reduce((sum, each) => sum + each.value, 0)
    const soldBy = (horizon: number, of = sold): number => of.reduce((sum, each) => sum + soldWithin(each, horizon), 0)
    return {
      regime: regime.name,
      value: worth,
      daysToLiquidate: days,
      soldShare: horizonsDays.map((horizon) => soldBy(horizon) / worth),
      daysToSell: {
        half: daysUntilSold(sold, 0.5 * worth),
        ninety: daysUntilSold(sold, 0.9 * worth),
        all: Math.max(...days),
      },
      redemptions: redemptions.flatMap((share) =>
        horizonsDays.map((horizon) => coverage(sold, share * worth, share, horizon)),
      ),
      byGroup: groupsOf(holdings).map(({ dimension, group, members }) => {
        const own = members.map((m) => sold[m])
        const value = own.reduce((sum, each) => sum + each.value, 0)
        return {
          dimension,
          group,
          value,
          soldShare: horizonsDays.map((horizon) => (value > 0 ? soldBy(horizon, own) / value : 1)),
        }
      }),
    }
  })
}

/** A fall times a holding's factor, at most the whole price. */
const fallOf = (fall: number, factor: number): number => Math.min(1, fall * factor)

interface Saleable {
  readonly value: number
  readonly perDay: number
  /** Fraction of the value. */
  readonly cost: number
}

/** What is sold of a holding by a time; cash is there at once. */
const soldWithin = ({ value, perDay }: Saleable, days: number): number =>
  perDay === Infinity ? value : Math.min(value, perDay * days)

/** Days until `amount` is sold when each holding goes at its own pace. */
function daysUntilSold(holdings: readonly Saleable[], amount: number): number {
  const ends = holdings.map(({ value, perDay }) => value / perDay).sort((a, b) => a - b)
  const soldBy = (t: number): number => holdings.reduce((sum, each) => sum + soldWithin(each, t), 0)
  let start = 0
  for (const end of ends) {
    const atEnd = soldBy(end)
    if (atEnd >= amount * (1 - 1e-12)) {
      const atStart = soldBy(start)
      return atEnd > atStart ? Math.min(end, start + ((end - start) * (amount - atStart)) / (atEnd - atStart)) : end
    }
    start = end
  }
  return start
}

function coverage(
  holdings: readonly Saleable[],
  amount: number,
  redemption: number,
  horizonDays: number,
): RedemptionCoverage {
  const available = holdings
    .map((each) => ({ gross: soldWithin(each, horizonDays), cost: each.cost }))
    .sort((a, b) => a.cost - b.cost)
  const cash = available.reduce((sum, { gross, cost }) => sum + gross * (1 - cost), 0)
  let left = amount
  let cheapestFirstCost = 0
  for (const { gross, cost } of available) {
    const net = Math.min(left, gross * (1 - cost))
    if (cost < 1) cheapestFirstCost += (net * cost) / (1 - cost)
    left -= net
  }
  const worth = holdings.reduce((sum, { value }) => sum + value, 0)
  const netWorth = holdings.reduce((sum, { value, cost }) => sum + value * (1 - cost), 0)
  const isCovered = cash >= amount * (1 - 1e-12)
  const slice = netWorth > 0 ? Math.min(1, amount / netWorth) : 1
  return {
    redemption,
    horizonDays,
    coverageRatio: amount > 0 ? cash / amount : 1,
    isCovered,
    cheapestFirstCost: isCovered ? cheapestFirstCost : null,
    shortfall: isCovered ? 0 : amount - cash,
    proRataDays: Math.max(...holdings.map(({ value, perDay }) => (slice * value) / perDay)),
    proRataCost: slice * (worth - netWorth),
  }
}

function groupsOf(holdings: readonly LiquidHolding[]) {
  const dimensions = [...new Set(holdings.flatMap(({ groups }) => Object.keys(groups ?? {})))]
  return dimensions.flatMap((dimension) => {
    const members = new Map<string, number[]>()
    holdings.forEach(({ groups }, i) => {
      const group = groups?.[dimension] ?? 'none'
      members.set(group, [...(members.get(group) ?? []), i])
    })
    return [...members].map(([group, of]) => ({ dimension, group, members: of }))
  })
}

function checkHoldings(holdings: readonly LiquidHolding[]): void {
  if (holdings.length === 0) {
    throw new TuttiError('invalid-input', 'there are no holdings', {
      field: 'holdings',
      got: 'none',
      expected: 'a holding',
    })
  }
  const total = holdings.reduce((sum, { value, averageDailyAmount, exitCostBp, fallFactor = 1 }, i) => {
    requireNonNegative(fallFactor, `holdings[${i}].fallFactor`)
    requireNonNegative(exitCostBp, `holdings[${i}].exitCostBp`)
    if (!(averageDailyAmount > 0)) requirePositive(averageDailyAmount, `holdings[${i}].averageDailyAmount`)
    return sum + requireNonNegative(value, `holdings[${i}].value`)
  }, 0)
  requirePositive(total, 'sum of values')
}

function checkRegime(regime: LiquidityRegime, i: number): void {
  requirePositive(regime.participation, `regimes[${i}].participation`)
  if (regime.participation > 1) requireBetween(regime.participation, 0, 1, `regimes[${i}].participation`)
  requirePositive(regime.volumeFactor, `regimes[${i}].volumeFactor`)
  requireNonNegative(regime.costFactor, `regimes[${i}].costFactor`)
  requireFinite(regime.priceFall, `regimes[${i}].priceFall`)
  if (!(regime.priceFall >= 0 && regime.priceFall < 1))
    requireBetween(regime.priceFall, 0, 1, `regimes[${i}].priceFall`)
}
