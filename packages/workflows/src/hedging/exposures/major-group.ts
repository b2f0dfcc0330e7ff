import type { FactorGroup } from '@tutti/analytics/revaluation'
import type { HedgingMandate } from '../mandate/index.ts'

/**
 * Whether a group of factors is major for a fund: the mandate names it and the surplus moves with it, or it makes up the
 * mandate's share of the variance of the surplus.
 */
export function isMajor(
  { objectives }: Pick<HedgingMandate, 'objectives'>,
  group: FactorGroup,
  varianceShare: number,
): boolean {
  if (varianceShare <= 0) return false
  return objectives.major_factors.includes(group) || varianceShare >= objectives.major_factor_share
}
