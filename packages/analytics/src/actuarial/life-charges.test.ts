import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { flatCurve } from '../curves/index.ts'
import {
  aggregatedCapital,
  lifeOf,
  type LifePolicy,
  lifeSubmodules,
  lifeUnderwriting,
  type MortalityBasis,
  type PolicyAssumptions,
  solvency2ParametersOn,
  solvency2Versions,
} from './index.ts'

const p = solvency2ParametersOn(solvency2Versions, '2025-12-31')
const sult: MortalityBasis = { kind: 'gompertz-makeham', A: 0.00022, B: 2.7e-6, c: 1.124 }
const curve = flatCurve(Math.log(1.03))
const close = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

const nothing: Omit<LifePolicy, 'life'> = {
  sumAssured: 0,
  maturityBenefit: 0,
  termYears: 15,
  premiumAnnual: 0,
  premiumYears: 0,
  annuityAnnual: 0,
  guaranteeYears: 0,
  fundValue: 0,
  guaranteedRate: 0,
  surrenderCharge: 0,
  disabilityBenefit: 0,
}
const assumed: PolicyAssumptions = {
  lapse: { baseRate: 0, sensitivity: 0, lowest: 0, highest: 1 },
  marketRates: [0.03],
  participation: 0.9,
  expenseAnnual: 0,
  expenseInflation: 0.02,
  disabilityRates: [0],
}
const lapsing = { ...assumed, lapse: { ...assumed.lapse, baseRate: 0.06 } }

/** What the module says of one policy at an age. */
function charged(
  policy: Partial<LifePolicy>,
  { age = 45, under = assumed, revisable = false, group = false }: Partial<Options> = {},
) {
  const module = lifeUnderwriting(p, under, curve)
  const lifeTimes = (multiplier: number) => lifeOf({ ...sult, multiplier }, age)
  module.add({
    policy: { ...nothing, ...policy, life: lifeTimes(1) },
    heavierLife: lifeTimes(1.15),
    lighterLife: lifeTimes(0.8),
    revisable,
    group,
  })
  return module.result()
}
interface Options {
  readonly age: number
  readonly under: PolicyAssumptions
  readonly revisable: boolean
  readonly group: boolean
}

test('without exposure no charge is made', () => {
  const { bestEstimate, charges, aggregate } = charged({}, { under: { ...lapsing, disabilityRates: [0.01] } })
  assert.equal(bestEstimate, 0)
  for (const charge of Object.values(charges)) assert.equal(charge, 0)
  assert.equal(aggregate.total, 0)
  const empty = lifeUnderwriting(p, assumed, curve).result()
  assert.equal(empty.aggregate.total, 0)
})

test('a term insurance is charged for mortality and catastrophe, worked out apart', () => {
  // numpy: sums of 100000 q at the middle of each year, 3 % a year, SULT mortality at 45, times 1.15 in force, plus 0.0015
  const term = charged({ sumAssured: 100_000 })
  close(term.bestEstimate, 1856.4582491, 1e-6)
  close(term.charges.mortality, 274.83670981, 1e-6)
  close(term.charges.catastrophe, 145.12661395, 1e-6)
  for (const part of ['longevity', 'disability', 'expense', 'revision', 'lapse'] as const) {
    assert.equal(term.charges[part], 0)
  }
})

test('an annuity is charged for longevity, and 3 % of it where it may be revised', () => {
  // numpy: 10000 at the middle of each year to a life of 68
  const annuity = { annuityAnnual: 10_000, termYears: null }
  const plain = charged(annuity, { age: 68, under: lapsing })
  close(plain.bestEstimate, 145940.10029325, 1e-6)
  close(plain.charges.longevity, 8657.15661219, 1e-6)
  for (const part of ['mortality', 'catastrophe', 'lapseUp', 'lapseDown', 'massLapse', 'revision'] as const) {
    assert.equal(plain.charges[part], 0)
  }
  const revised = charged(annuity, { age: 68, revisable: true })
  close(revised.charges.revision, 0.03 * plain.bestEstimate, 1e-9)
})

test('a profitable policy is charged for lapses, a loss-making one for staying', () => {
  // numpy: premiums at the start of years, deaths at their middle among those who have not lapsed by then
  const profitable = charged({ sumAssured: 100_000, premiumAnnual: 900, premiumYears: 15 }, { under: lapsing })
  close(profitable.bestEstimate, -6520.54518186, 1e-6)
  close(profitable.charges.lapseUp, 919.30114634, 1e-6)
  close(profitable.charges.massLapse, -0.4 * profitable.bestEstimate, 1e-9)
  assert.equal(profitable.charges.lapseDown, 0)
  const dear = charged({ sumAssured: 100_000, premiumAnnual: 100, premiumYears: 15 }, { under: lapsing })
  close(dear.charges.lapseDown, 151.81865276, 1e-6)
  assert.equal(dear.charges.lapseUp, 0)
  assert.equal(dear.charges.massLapse, 0)
  const group = charged({ sumAssured: 100_000, premiumAnnual: 900, premiumYears: 15 }, { under: lapsing, group: true })
  close(group.charges.massLapse, -0.7 * group.bestEstimate, 1e-9)
})

test('a lapse rate falls by 20 percentage points at most, and rises to one at most', () => {
  const high = { ...assumed, lapse: { ...assumed.lapse, baseRate: 0.8 } }
  const policy = { sumAssured: 100_000, premiumAnnual: 10, premiumYears: 15 }
  const lower = charged(policy, { under: { ...high, lapse: { ...high.lapse, baseRate: 0.6 } } }).bestEstimate
  const base = charged(policy, { under: high })
  close(base.charges.lapseDown, lower - base.bestEstimate, 1e-9)
  const profitable = { ...policy, premiumAnnual: 900 }
  const allLeave = charged(profitable, { under: { ...high, lapse: { ...high.lapse, baseRate: 1 } } }).bestEstimate
  const staying = charged(profitable, { under: high })
  close(staying.charges.lapseUp, allLeave - staying.bestEstimate, 1e-9)
})

test('expenses and disability are valued again with more of them', () => {
  // numpy: 50 a year growing by 2 % and 55 by 3 %; 2 % disabled a year, then 2.7 % in the first year and 2.5 % later
  const expense = charged({}, { under: { ...assumed, expenseAnnual: 50 } })
  close(expense.bestEstimate, 695.37572314, 1e-6)
  close(expense.charges.expense, 122.65301412, 1e-6)
  const rider = charged({ disabilityBenefit: 30_000 }, { under: { ...assumed, disabilityRates: [0.02] } })
  close(rider.bestEstimate, 6355.06648378, 1e-6)
  close(rider.charges.disability, 1393.23993683, 1e-6)
  assert.equal(rider.charges.expense, 0)
})

test('charges add up over policies, and the module aggregates them by the correlations of Article 136', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          age: fc.double({ min: 20, max: 80, noNaN: true }),
          sumAssured: fc.integer({ min: 0, max: 200_000 }),
          premiumAnnual: fc.integer({ min: 0, max: 3_000 }),
          fundValue: fc.integer({ min: 0, max: 50_000 }),
          disabilityBenefit: fc.integer({ min: 0, max: 9_000 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      (rows) => {
        const under = { ...lapsing, expenseAnnual: 30, disabilityRates: [0.004, 0.006] }
        const module = lifeUnderwriting(p, under, curve)
        let mortality = 0
        for (const { age, ...row } of rows) {
          const policy = { ...row, premiumYears: 15, guaranteedRate: 0.01 }
          const lifeTimes = (multiplier: number) => lifeOf({ ...sult, multiplier }, age)
          module.add({
            policy: { ...nothing, ...policy, life: lifeTimes(1) },
            heavierLife: lifeTimes(1.15),
            lighterLife: lifeTimes(0.8),
            revisable: false,
            group: false,
          })
          mortality += charged(policy, { age, under }).charges.mortality
        }
        const { charges, aggregate } = module.result()
        close(charges.mortality, mortality, 1e-9 * (1 + mortality))
        assert.ok(Object.values(charges).every((charge) => charge >= 0 && Number.isFinite(charge)))
        const parts = lifeSubmodules.map((part) => charges[part])
        assert.equal(aggregate.total, aggregatedCapital(parts, p.correlations.life).total)
        assert.ok(aggregate.total <= parts.reduce((a, b) => a + b, 0) * (1 + 1e-12))
      },
    ),
    { seed: 11, numRuns: 25 },
  )
})

test('a version without life stresses, and a policy that does not fit, are refused', () => {
  const of2027 = solvency2ParametersOn(solvency2Versions, '2027-12-31')
  assert.throws(() => lifeUnderwriting(of2027, assumed, curve), { code: 'missing-data' })
  assert.throws(() => charged({ termYears: 0.5 }), { code: 'invalid-input' })
  assert.throws(() => charged({}, { under: { ...assumed, disabilityRates: [2] } }), { code: 'invalid-input' })
})
