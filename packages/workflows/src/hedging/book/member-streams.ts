import { memberProjection, type MortalityBasis, type PensionAssumptions, type Sex } from '@tutti/analytics/actuarial'
import { civilOf, type Day } from '@tutti/analytics/time'
import type { LiabilityMember } from '@tutti/market'
import type { LiabilityStream } from './liability-streams.ts'

/** How members' pensions are projected. */
export interface MemberBasis {
  readonly mortality: Readonly<Record<Sex, MortalityBasis>>
  /** Age at which a pension starts where the member's row has none. */
  readonly retirementAge: number
  /** Probability that there is a spouse at death, and the member's age less the spouse's. */
  readonly marriedFraction: number
  readonly spouseAgeDifference: Readonly<Record<Sex, number>>
  /** Survivor's pension as a part of the member's where the row has none. */
  readonly spouseFraction: number
}

const groupOf = { pensioner: 'pensions-in-payment', deferred: 'deferred', active: 'active' } as const

/**
 * Expected payments to members, in the middle of each year from now: benefits accrued to date, of actives as of those who
 * have left. Pensions that follow inflation are in today's money, projected without inflation; the others grow at their own
 * rate or not at all. The projection is that of `memberProjection`. Throws as it does.
 */
export function memberStreams(members: readonly LiabilityMember[], basis: MemberBasis, asOf: Day): LiabilityStream[] {
  const projections = new Map<string, { first: LiabilityMember; of: ReturnType<typeof memberProjection> }>()
  for (const member of members) {
    const retirementAge = member.retirementAge ?? basis.retirementAge
    const { currency, status, indexation, increase } = member
    const key = JSON.stringify([currency, status, indexation, increase, retirementAge])
    const projection = projections.get(key) ?? {
      first: member,
      of: memberProjection(assumptions(member, retirementAge, basis, asOf)),
    }
    projections.set(key, projection)
    projection.of.add({
      age: member.age,
      sex: member.sex,
      status: status === 'pensioner' ? 'pensioner' : 'deferred',
      annualPension: member.annualPension * member.count,
      salary: 0,
      spouseFraction: member.spouseFraction ?? basis.spouseFraction,
      spouseAgeDifference: null,
      guaranteeYears: 0,
    })
  }
  const streams = new Map<string, { stream: Omit<LiabilityStream, 'flows'>; amounts: Float64Array }>()
  for (const { first, of } of projections.values()) {
    const stream = {
      currency: first.currency,
      indexation: first.indexation === 'inflation' ? ('inflation-linked' as const) : ('fixed' as const),
      group: groupOf[first.status],
    }
    const key = JSON.stringify(stream)
    const { pensions, spousePensions } = of.flows
    const found = streams.get(key) ?? { stream, amounts: new Float64Array(pensions.length) }
    streams.set(key, found)
    pensions.forEach((pension, k) => (found.amounts[k] += pension + spousePensions[k]))
  }
  return [...streams.values()].map(({ stream, amounts }) => ({
    ...stream,
    flows: [...amounts].flatMap((amount, k) => (amount > 0 ? [{ years: k + 0.5, amount }] : [])),
  }))
}

function assumptions(
  { indexation, increase }: LiabilityMember,
  retirementAge: number,
  basis: MemberBasis,
  asOf: Day,
): PensionAssumptions {
  // in today's money a pension that follows inflation does not grow
  const growth = indexation === 'fixed' ? { kind: 'fixed' as const, rateAnnual: increase } : { kind: 'none' as const }
  return {
    mortality: basis.mortality,
    calendarYear: civilOf(asOf).year,
    retirementAge,
    revaluation: growth,
    increases: growth,
    inflationForwards: [0],
    salaryGrowthReal: 0,
    withdrawal: 0,
    illHealth: 0,
    commutedFraction: 0,
    commutationFactor: 0,
    marriedFraction: basis.marriedFraction,
    spouseAgeDifference: basis.spouseAgeDifference,
    deathInServiceMultiple: 0,
    guaranteeYears: 0,
  }
}
