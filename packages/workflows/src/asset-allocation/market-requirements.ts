import type { StudyMandate } from './mandate.ts'

/** Market data of a study: what its history cannot do without, and what it uses where present. Ids as in `@tutti/market`. */
export interface MarketRequirements {
  readonly require: readonly string[]
  readonly optional: readonly string[]
}

/** What the study of a mandate asks of a market folder. */
export function marketRequirements(mandate: StudyMandate): MarketRequirements {
  const { history } = mandate
  return { require: [history.equity, history.bond_curve], optional: [history.dividends, history.implied_volatility] }
}
