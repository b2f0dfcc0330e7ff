import type { ScenarioView } from '../market/scenario-profits.ts'
import type { HedgeTrade, StrategySet } from '../strategies/strategy.ts'
import { type HedgeDomain, hedgeDomains } from '../universe/hedge-instrument.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgePackage } from './hedge-package.ts'
import { strategiesOf } from './package-grid.ts'
import type { PackageStudy } from './package-study.ts'

/** What is summed over the trades: the profit of a view, or that of the trades under margin with all factors moving. */
type ProfitView = ScenarioView | 'margined'

/** Scenario profits of packages, read by one view after another. The arrays given back are overwritten by the next call. */
export interface PackageProfits {
  /** Profit of the new trades alone. */
  readonly hedge: (item: HedgePackage, view: ProfitView) => Float64Array
  /** Surplus with the trades: fund + hedge. */
  readonly surplus: (item: HedgePackage, view: ScenarioView) => Float64Array
  /**
   * Same for packages of the grid whose profits in a view are the same: names the strategies that move in it at all. Null for a
   * package that is not of the grid.
   */
  readonly surplusKey: (item: HedgePackage, view: ScenarioView) => string | null
}

/**
 * Profits of packages on all scenarios. Profits are linear in quantity, so each strategy is summed over its trades once for each
 * view, and a package of the grid is the sum of four vectors, in the order of the domains; any other is summed over its trades.
 */
export function packageProfits(study: PackageStudy): PackageProfits {
  const { profits } = study
  const known = new Map<string, Float64Array>()
  const hedgeBuffer = new Float64Array(profits.scenarios)
  const surplusBuffer = new Float64Array(profits.scenarios)
  const moving = new Map<string, boolean>()
  const strategyProfits = (view: ProfitView, domain: HedgeDomain, id: string): Float64Array => {
    const key = `${view} ${domain} ${id}`
    let found = known.get(key)
    if (!found) {
      found = tradeProfits(study, strategyTrades(study.strategies, domain, id), view)
      known.set(key, found)
      moving.set(
        key,
        found.some((profit) => profit !== 0),
      )
    }
    return found
  }
  const surplusKey = (item: HedgePackage, view: ScenarioView): string | null => {
    const ids = item.strategies
    if (ids === null) return null
    return hedgeDomains
      .map((domain) => {
        strategyProfits(view, domain, ids[domain])
        return moving.get(`${view} ${domain} ${ids[domain]}`) ? ids[domain] : ''
      })
      .join('|')
  }
  const hedge = (item: HedgePackage, view: ProfitView): Float64Array => {
    if (item.strategies === null) hedgeBuffer.set(tradeProfits(study, item.trades, view))
    else {
      const [a, b, c, d] = hedgeDomains.map((domain) => strategyProfits(view, domain, item.strategies![domain]))
      for (let s = 0; s < hedgeBuffer.length; s++) hedgeBuffer[s] = a[s] + b[s] + c[s] + d[s]
    }
    return hedgeBuffer
  }
  const surplus = (item: HedgePackage, view: ScenarioView): Float64Array => {
    const own = profits.fund[view]
    const added = hedge(item, view)
    for (let s = 0; s < surplusBuffer.length; s++) surplusBuffer[s] = own[s] + added[s]
    return surplusBuffer
  }
  return { hedge, surplus, surplusKey }
}

function strategyTrades(sets: readonly StrategySet[], domain: HedgeDomain, id: string) {
  return strategiesOf(sets, domain).find((strategy) => strategy.id === id)!.trades
}

/** Profit of a list of trades in each scenario of a view. */
function tradeProfits(study: PackageStudy, trades: readonly HedgeTrade[], view: ProfitView): Float64Array {
  const { universe, profits, mandate } = study
  const units = profits.units[view === 'margined' ? 'all' : view]
  const positions = new Map(universe.map(({ id }, i) => [id, i]))
  const total = new Float64Array(profits.scenarios)
  for (const { instrument, quantity } of trades) {
    const i = positions.get(instrument)!
    if (view === 'margined' && !isMargined(mandate, universe[i])) continue
    const unit = units[i]
    for (let s = 0; s < total.length; s++) total[s] += quantity * unit[s]
  }
  return total
}

/**
 * Whether losses of a trade are called in collateral: it is cleared, or a counterparty that may deal in its domain has a credit
 * support annex. Before counterparties are allocated that is taken to be the one it goes to, without threshold.
 */
export function isMargined(
  mandate: Pick<HedgingMandate, 'counterparties'>,
  { domain, dealing }: Pick<PackageStudy['universe'][number], 'domain' | 'dealing'>,
): boolean {
  if (dealing.cleared) return true
  return mandate.counterparties.some(({ csa, domains }) => csa !== null && (domains?.includes(domain) ?? true))
}
