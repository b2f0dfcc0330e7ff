import * as scenarios from '@tutti/analytics/scenarios'
import type { Regime } from '@tutti/analytics/scenarios'
import { type MarketSnapshot, seriesId } from '@tutti/market'
import type { Mandate } from '../mandate.ts'
import type { ScoredHistory } from './scored-history.ts'

export function historicalRegime(
  _history: ScoredHistory,
  snapshot: MarketSnapshot,
  mandate: Mandate,
): { regime: Regime; notes: readonly string[] } {
  void snapshot.series.get(seriesId(mandate.history.implied_volatility))
  return { regime: { ...scenarios.specRegimes[0], id: 'calibrated', weight: 0 }, notes: [] }
}
