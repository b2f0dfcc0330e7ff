import type { MortalityBasis } from '@tutti/analytics/actuarial'
import type { HedgingMandate } from '../mandate/index.ts'
import type { IssuerBucket } from './issuer-bucket.ts'
import type { MemberBasis } from './member-streams.ts'

/** The buckets of issuers that the market map of a mandate has spreads for. */
export function issuerBuckets({ market }: Pick<HedgingMandate, 'market'>): IssuerBucket[] {
  return Object.entries(market.spreads).map(([name, { currency, rating, sector }]) => ({
    name,
    currency,
    rating,
    sector,
  }))
}

type MortalitySetting = NonNullable<HedgingMandate['members']>['mortality']['male']

/** How the members of a mandate are projected; undefined where it does not say. */
export function memberBasis({ members }: Pick<HedgingMandate, 'members'>): MemberBasis | undefined {
  if (members === undefined) return undefined
  return {
    mortality: { male: mortalityBasis(members.mortality.male), female: mortalityBasis(members.mortality.female) },
    retirementAge: members.retirement_age,
    marriedFraction: members.married_fraction,
    spouseAgeDifference: members.spouse_age_difference,
    spouseFraction: members.spouse_fraction,
  }
}

function mortalityBasis(setting: MortalitySetting): MortalityBasis {
  switch (setting.kind) {
    case 'gompertz-modal':
      return { kind: 'gompertz-modal', modalAge: setting.modal_age, dispersion: setting.dispersion }
    case 'gompertz-makeham':
      return { kind: 'gompertz-makeham', A: setting.a, B: setting.b, c: setting.c }
    case 'table':
      return {
        kind: 'table',
        firstAge: setting.first_age,
        deathProbabilities: setting.deaths,
        fractionalAge: 'uniform-deaths',
      }
  }
}
