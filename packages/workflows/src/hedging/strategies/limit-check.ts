import type { LimitCheck } from './strategy.ts'

/** Share of a limit by which rounding may miss it. */
const rounding = 1e-9

/** A limit held against a figure. */
export function limitCheck(given: Omit<LimitCheck, 'slack' | 'met'>): LimitCheck {
  const slack = given.kind === 'at most' ? given.limit - given.value : given.value - given.limit
  return { ...given, slack, met: slack >= -rounding * Math.abs(given.limit) }
}
