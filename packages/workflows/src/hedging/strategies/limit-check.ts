import type { LimitCheck } from './strategy.ts'

/** Share of a limit's size by which rounding may miss it. */
const rounding = 1e-9

/** A limit held against a figure. */
export function limitCheck(given: Omit<LimitCheck, 'slack' | 'met'>): LimitCheck {
  const slack = given.kind === 'at most' ? given.limit - given.value : given.value - given.limit
  return { ...given, slack, met: slack >= -rounding * limitSize(given) }
}

/** What a violation of a limit is measured in: the limit itself, or one unit (10 bp) where the limit is zero. */
function limitSize({ limit, unit }: Pick<LimitCheck, 'limit' | 'unit'>): number {
  if (limit !== 0) return Math.abs(limit)
  return unit === 'bp' ? 10 : 1
}

/** Sum over broken limits of the violation as a share of the limit's size; 0 where all are met. */
export function violation(limits: readonly LimitCheck[]): number {
  return limits.reduce((sum, check) => (check.met ? sum : sum - check.slack / limitSize(check)), 0)
}
