import { requireInRange, TuttiError } from '../errors/index.ts'
import type { Life } from './life.ts'

/** A life policy in force. Whole years. */
export interface LifePolicy {
  readonly life: Life
  /** Paid on death while covered, and at maturity for an endowment. */
  readonly sumAssured: number
  readonly maturityBenefit: number
  /** Years of cover left; `null` for whole life. */
  readonly termYears: number | null
  readonly premiumAnnual: number
  readonly premiumYears: number
  /** Yearly annuity while alive, for `termYears`, certain for the guarantee. */
  readonly annuityAnnual: number
  readonly guaranteeYears: number
  /** Savings fund now, credited each year; paid on surrender less the charge, and at least its guarantee at maturity. 0 for none. */
  readonly fundValue: number
  readonly guaranteedRate: number
  readonly surrenderCharge: number
  /** Paid once, on disability while covered; the policy goes on. */
  readonly disabilityBenefit: number
}

/** Lapses: a base rate that rises with the market rate over what the policy credits, within bounds. */
export interface LapseModel {
  readonly baseRate: number
  /** Added to the yearly rate per unit of market rate less credited rate; 0 for static lapses. */
  readonly sensitivity: number
  readonly lowest: number
  readonly highest: number
}

export interface PolicyAssumptions {
  readonly lapse: LapseModel
  /** Market rate in each year, annually compounded; the last is held. */
  readonly marketRates: readonly number[]
  /** Credited to funds: the guarantee or this part of the market rate, whichever is more. */
  readonly participation: number
  readonly expenseAnnual: number
  readonly expenseInflation: number
  /** Probabilities of becoming disabled in each year, of those who are not; the last is held. */
  readonly disabilityRates: readonly number[]
  /** The yearly lapse rate after a stress; as it is unless given. */
  readonly stressedLapse?: ((rate: number) => number) | undefined
}

/**
 * Expected payments by year k: premiums and expenses at time k; deaths, disabilities, surrenders and annuities at
 * k + 1/2; maturities at their end.
 */
export interface PolicyCashFlows {
  readonly premiums: Float64Array
  readonly expenses: Float64Array
  readonly deaths: Float64Array
  readonly disabilities: Float64Array
  readonly surrenders: Float64Array
  readonly annuities: Float64Array
  /** At time k (index = whole years from now). */
  readonly maturities: Float64Array
}

/** Yearly lapse rate where the market pays `marketRate` and the policy credits `creditedRate`. */
export function lapseRate(
  { baseRate, sensitivity, lowest, highest }: LapseModel,
  marketRate: number,
  creditedRate: number,
): number {
  return Math.min(highest, Math.max(lowest, baseRate + sensitivity * (marketRate - creditedRate)))
}

/** Years for which policies are projected. */
const POLICY_YEARS = 120

/** Empty payments, to which `addPolicy` adds. */
export const noPolicyFlows = (): PolicyCashFlows => ({
  premiums: new Float64Array(POLICY_YEARS + 1),
  expenses: new Float64Array(POLICY_YEARS + 1),
  deaths: new Float64Array(POLICY_YEARS + 1),
  disabilities: new Float64Array(POLICY_YEARS + 1),
  surrenders: new Float64Array(POLICY_YEARS + 1),
  annuities: new Float64Array(POLICY_YEARS + 1),
  maturities: new Float64Array(POLICY_YEARS + 1),
})

/**
 * Adds the expected payments of one policy. Lapse takes part at the middle of each year among those alive; annuities do
 * not lapse; a policy without a fund that lapses pays nothing. Throws `invalid-input` for terms outside their range.
 */
export function addPolicy(flows: PolicyCashFlows, policy: LifePolicy, assumed: PolicyAssumptions): void {
  const { life, termYears, fundValue } = policy
  const { lapse } = assumed
  requireInRange(lapse.lowest, 0, 1, 'lapse.lowest')
  requireInRange(lapse.highest, lapse.lowest, 1, 'lapse.highest')
  if (termYears !== null && !(Number.isInteger(termYears) && termYears >= 1 && termYears <= POLICY_YEARS)) {
    throw new TuttiError(
      'invalid-input',
      `termYears is a whole number of years from 1 to ${POLICY_YEARS}, got ${termYears}`,
      {
        field: 'termYears',
        got: String(termYears),
      },
    )
  }
  const lapses = policy.annuityAnnual === 0
  const end = Math.min(POLICY_YEARS, termYears ?? POLICY_YEARS)
  let staying = 1
  let fund = fundValue
  let alive = 1
  let healthy = 1
  for (let k = 0; k < end; k++) {
    const certain = Math.min(1, Math.max(0, policy.guaranteeYears - k))
    if (alive < 1e-15 && certain === 0) break
    const inForce = alive * staying
    if (k < policy.premiumYears) flows.premiums[k] += inForce * policy.premiumAnnual
    flows.expenses[k] += inForce * assumed.expenseAnnual * Math.pow(1 + assumed.expenseInflation, k)
    const market = assumed.marketRates[Math.min(k, assumed.marketRates.length - 1)]
    const credited =
      fundValue > 0 ? Math.max(policy.guaranteedRate, assumed.participation * market) : policy.guaranteedRate
    const expected = lapses ? lapseRate(lapse, market, credited) : 0
    const rate = assumed.stressedLapse === undefined ? expected : assumed.stressedLapse(expected)
    const disabled = requireInRange(
      assumed.disabilityRates[Math.min(k, assumed.disabilityRates.length - 1)],
      0,
      1,
      'disabilityRates',
    )
    const next = life.survival(k + 1)
    const middle = life.survival(k + 0.5)
    const during = staying * (1 - rate / 2)
    const fundMiddle = fund * Math.pow(1 + credited, 0.5)
    flows.deaths[k] += (alive - next) * during * Math.max(policy.sumAssured, fundMiddle)
    flows.disabilities[k] += middle * during * healthy * disabled * policy.disabilityBenefit
    healthy *= 1 - disabled
    flows.surrenders[k] += middle * staying * rate * fundMiddle * (1 - policy.surrenderCharge)
    flows.annuities[k] += policy.annuityAnnual * (certain + (1 - certain) * middle)
    staying *= 1 - rate
    fund *= 1 + credited
    alive = next
  }
  if (termYears === null) return
  const guaranteed = fundValue * Math.pow(1 + policy.guaranteedRate, termYears)
  flows.maturities[termYears] +=
    alive * staying * Math.max(policy.maturityBenefit, fund, fundValue > 0 ? guaranteed : 0)
}
