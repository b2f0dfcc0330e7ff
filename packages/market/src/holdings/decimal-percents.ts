import type { Problem } from '@tutti/analytics/errors'
import type { LiabilityMember } from './checked-liabilities.ts'
import type { Holding } from './holding.ts'

/** A rise of pensions below this, percent a year, was probably meant as a decimal: 0.02 for 2. */
const leastIncrease = 0.2
/** The same of a recovery or a survivor's pension, percent. */
const leastShare = 1

/** Warnings of recoveries so small that they were probably typed as decimals; 40 percent is 40 in a file, not 0.4. */
export function decimalRecoveries(holdings: readonly Holding[], file: string): Problem[] {
  return holdings.flatMap((holding) =>
    'recovery' in holding && holding.recovery !== null
      ? decimal(100 * holding.recovery, leastShare, { file, line: holding.line, field: 'recoveryPercent' })
      : [],
  )
}

/** The same of the increases and survivors' pensions of members. */
export function decimalMembers(members: readonly LiabilityMember[], file: string): Problem[] {
  return members.flatMap(({ increase, spouseFraction, line }) => [
    ...decimal(100 * increase, leastIncrease, { file, line, field: 'increasePercent' }),
    ...decimal(100 * (spouseFraction ?? 0), leastShare, { file, line, field: 'spousePercent' }),
  ])
}

function decimal(percent: number, least: number, place: Pick<Problem, 'file' | 'line' | 'field'>): Problem[] {
  if (percent <= 0 || percent >= least) return []
  const shown = Number(percent.toPrecision(6))
  return [
    {
      ...place,
      message: `${shown} percent is implausible; was ${Number((100 * shown).toPrecision(6))} percent meant?`,
    },
  ]
}
