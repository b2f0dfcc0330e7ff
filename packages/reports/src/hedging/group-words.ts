import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Text } from '../document/text.ts'

export type FactorGroup = HedgingResult['selection']['verdicts'][number]['group']
export type HedgeDomain = keyof HedgingResult['domains']

/** Domains in the order of tables. */
export const domains: readonly HedgeDomain[] = ['currency', 'rates', 'inflation', 'credit']

/** Plain names of groups of risk factors. */
export const groupNames: Readonly<Record<FactorGroup | 'interaction' | 'combined', Text>> = {
  rates: 'Interest rates',
  inflation: 'Inflation',
  currency: 'Currencies',
  credit: 'Credit spreads',
  equity: 'Equities',
  volatility: 'Volatility',
  interaction: 'Interaction',
  combined: 'Several groups at once',
}
