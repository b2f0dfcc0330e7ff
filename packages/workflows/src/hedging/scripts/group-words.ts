import type { FactorGroup } from '@tutti/analytics/revaluation'

/** Groups of risk factors in plain words. */
export const groupWords: Readonly<Record<FactorGroup, string>> = {
  rates: 'interest rates',
  inflation: 'inflation',
  currency: 'currency',
  credit: 'credit spreads',
  equity: 'equity',
  volatility: 'volatility',
}
