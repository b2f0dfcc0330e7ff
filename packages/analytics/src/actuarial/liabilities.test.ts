import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flatCurve } from '../curves/index.ts'
import {
  addPolicy,
  expectedGrowth,
  fittedRandomWalk,
  indexLevels,
  lapseRate,
  leeCarterFit,
  lifeInsuranceMoments,
  lifeOf,
  memberProjection,
  mortalityLawFit,
  noPolicyFlows,
  type PensionAssumptions,
  type PensionMember,
  simulatedWalk,
  walkForecasts,
  wholeLifeInsurance,
} from './index.ts'

const sult = { kind: 'gompertz-makeham', A: 0.00022, B: 2.7e-6, c: 1.124 } as const
const close = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

const assumed: PensionAssumptions = {
  mortality: { female: sult, male: sult },
  calendarYear: 2025,
  retirementAge: 65,
  revaluation: { kind: 'fixed', rateAnnual: 0.02 },
  increases: { kind: 'fixed', rateAnnual: 0.015 },
  inflationForwards: [0.02],
  salaryGrowthReal: 0,
  withdrawal: 0,
  illHealth: 0,
  commutedFraction: 0,
  commutationFactor: 0,
  marriedFraction: 0.8,
  spouseAgeDifference: { female: -3, male: 3 },
  deathInServiceMultiple: 0,
  guaranteeYears: 5,
}
const member: PensionMember = {
  age: 50.25,
  sex: 'male',
  status: 'deferred',
  annualPension: 10_000,
  salary: 0,
  spouseFraction: 0.5,
  spouseAgeDifference: null,
  guaranteeYears: 0,
}
const valueOf = (flows: Float64Array, rate = 0.035) =>
  flows.reduce((sum, amount, k) => sum + amount * Math.exp(-rate * (k + 0.5)), 0)
const projected = (changes: Partial<PensionAssumptions>, of: Partial<PensionMember>) => {
  const projection = memberProjection({ ...assumed, ...changes })
  projection.add({ ...member, ...of })
  return projection.flows
}

test('a deferred pension and its spouse are worth what an integral over time gives', () => {
  // numpy: steps of 1/200 year over deaths and payments, a pension paid as a stream
  const flows = projected({}, {})
  close(valueOf(flows.pensions), 136_645.267, 60)
  close(valueOf(flows.spousePensions), 15_218.213, 30)
})

test('an active member without decrements, growth or salary is a deferred one without revaluation', () => {
  const still = { revaluation: { kind: 'none' }, inflationForwards: [0] } as const
  const active = projected(still, { status: 'active', salary: 30_000 })
  const deferred = projected(still, { status: 'deferred' })
  active.pensions.forEach((amount, k) => close(amount, deferred.pensions[k], 1e-9))
  active.spousePensions.forEach((amount, k) => close(amount, deferred.spousePensions[k], 1e-9))
})

test('leaving costs nothing where salaries and revaluation grow alike', () => {
  const alike = {
    revaluation: { kind: 'inflation', floor: null, cap: null, model: 'deterministic', volAnnual: 0 },
  } as const
  const stay = projected(alike, { status: 'active' })
  const leave = projected({ ...alike, withdrawal: 0.1 }, { status: 'active' })
  stay.pensions.forEach((amount, k) => close(leave.pensions[k], amount, 1e-8 * (1 + amount)))
})

test('commutation at the fair factor leaves the value as it is', () => {
  const flat = { increases: { kind: 'none' }, guaranteeYears: 0, marriedFraction: 0 } as const
  const whole = valueOf(projected(flat, { age: 65 }).pensions)
  const fair = (whole / 10_000) * Math.exp(0.035 * 0.5)
  const half = projected({ ...flat, commutedFraction: 0.5, commutationFactor: fair }, { age: 65 })
  close(valueOf(half.pensions) + valueOf(half.lumpSums), whole, 1e-6)
})

test('other paths of inflation in one pass are what separate projections give', () => {
  const linked = {
    revaluation: { kind: 'inflation', floor: 0, cap: null, model: 'deterministic', volAnnual: 0 },
    increases: { kind: 'inflation', floor: 0, cap: 0.05, model: 'normal', volAnnual: 0.01 },
    withdrawal: 0.04,
    illHealth: 0.01,
  } as const
  const projection = memberProjection({ ...assumed, ...linked }, [[0.031], [0.01, 0.02]])
  const members = [
    { ...member, status: 'active', salary: 40_000 },
    { ...member, age: 71.5, status: 'pensioner', guaranteeYears: 2.5 },
  ] as const
  for (const one of members) projection.add(one)
  for (const [i, inflationForwards] of [[0.031], [0.01, 0.02]].entries()) {
    const apart = memberProjection({ ...assumed, ...linked, inflationForwards })
    for (const one of members) apart.add(one)
    assert.deepEqual(projection.otherFlows[i], apart.flows)
  }
})

test('a member that does not fit adds nothing', () => {
  const projection = memberProjection(assumed)
  assert.throws(() => projection.add({ ...member, annualPension: -1 }), { code: 'invalid-input' })
  assert.equal(valueOf(projection.flows.pensions), 0)
  assert.throws(() => memberProjection({ ...assumed, withdrawal: 0.6, illHealth: 0.5 }), { code: 'invalid-input' })
})

test('limited indexation equals quadrature for normal and lognormal inflation, and its limits', () => {
  // scipy.integrate.quad over the density
  const rule = { kind: 'inflation', floor: 0, cap: 0.05, volAnnual: 0.015 } as const
  close(expectedGrowth({ ...rule, model: 'normal' }, 0.03), 1.02949143381363, 1e-12)
  close(expectedGrowth({ ...rule, model: 'lognormal' }, 0.03), 1.029402138739204, 1e-12)
  assert.equal(expectedGrowth({ ...rule, model: 'deterministic' }, 0.08), 1.05)
  assert.equal(expectedGrowth({ ...rule, floor: null, cap: null, model: 'normal' }, 0.03), 1.03)
  close(indexLevels({ kind: 'fixed', rateAnnual: 0.02 }, [0.5], 3)[3], 1.02 ** 3, 1e-15)
  assert.throws(() => expectedGrowth({ ...rule, floor: 0.06, model: 'normal' }, 0.03), { code: 'invalid-input' })
})

const ages = Array.from({ length: 25 }, (_, i) => 50 + 2 * i)
const exposures = ages.map((age) => 50_000 - 900 * (age - 50))
const deaths = ages.map((age, i) => Math.round(exposures[i] * (0.002 + 2.7e-5 * 1.1 ** (age + 0.5))))

test('laws fitted to deaths equal statsmodels and scipy, standard errors included', () => {
  // statsmodels 0.13.5 Poisson GLM with offset; scipy 1.10 Nelder-Mead on the Makeham likelihood
  const gompertz = mortalityLawFit('gompertz', ages, deaths, exposures)
  close(gompertz.B, 4.6197388340846214e-5, 1e-13)
  close(gompertz.c, 1.0936206257633756, 1e-10)
  close(gompertz.deviance, 51.740288638719406, 1e-7)
  close(gompertz.standardErrors.lnB, 0.0417184, 1e-6)
  close(gompertz.standardErrors.lnC, 0.00049571, 1e-7)
  const makeham = mortalityLawFit('gompertz-makeham', ages, deaths, exposures)
  close(makeham.A, 0.002000883447060562, 1e-8)
  close(makeham.c, 1.0999965620764247, 1e-7)
  close(makeham.logLikelihood, 181673.65949034065, 1e-6)
  close(makeham.standardErrors.A ?? NaN, 0.00027359, 1e-7)
  close(makeham.standardErrors.lnB, 0.08718686, 1e-5)
})

test('a Makeham term that does not help is left out and said to be', () => {
  const pure = ages.map((age, i) => exposures[i] * 3e-5 * 1.1 ** (age + 0.5) * (age < 60 ? 0.5 : 1))
  const fit = mortalityLawFit('gompertz-makeham', ages, pure, exposures)
  assert.ok(fit.aAtBound)
  assert.equal(fit.A, 0)
  assert.equal(fit.standardErrors.A, null)
  assert.throws(
    () =>
      mortalityLawFit(
        'gompertz',
        ages,
        deaths.map(() => 0),
        exposures,
      ),
    { code: 'not-applicable' },
  )
  assert.throws(() => mortalityLawFit('gompertz', [60, 60], [1, 2], [10, 10]), { code: 'not-applicable' })
})

test('Lee-Carter finds the terms that rates are made of, tall or wide', () => {
  const b = [0.1, 0.2, 0.3, 0.4]
  for (const years of [3, 9]) {
    const calendar = Array.from({ length: years }, (_, t) => 2000 + t)
    const k = calendar.map((_, t) => (years - 1) / 2 - t)
    const fit = leeCarterFit(
      [60, 70, 80, 90],
      calendar,
      b.map((loading, x) => k.map((index) => x - 6 + loading * index)),
    )
    fit.b.forEach((value, x) => close(value, b[x], 1e-12))
    fit.k.forEach((value, t) => close(value, k[t], 1e-11))
    close(fit.explainedVariance ?? NaN, 1, 1e-12)
  }
  assert.throws(
    () =>
      leeCarterFit(
        [60, 70],
        [2000, 2001, 2002],
        [
          [-4, -4, -4],
          [-3, -3, -3],
        ],
      ),
    { code: 'not-applicable' },
  )
  assert.throws(
    () =>
      leeCarterFit(
        [60, 70],
        [2000, 2001, 2003],
        [
          [-4, -4, -4],
          [-3, -3, -3],
        ],
      ),
    { code: 'invalid-input' },
  )
})

test('simulated walks have the mean and the variance of the forecast, and the same bits for a seed', () => {
  const walk = fittedRandomWalk([[0, -0.4, -1.1, -1.3, -2.2, -2.4, -3.3]])
  const forecast = walkForecasts(walk, 0, 5, 0.95, true)[4]
  const paths = 4000
  const options = { paths, seed: 7, withDriftError: true }
  const simulated = simulatedWalk(walk, 5, options)
  const ends = Array.from({ length: paths }, (_, p) => simulated[p * 5 + 4])
  const mean = ends.reduce((sum, value) => sum + value, 0) / paths
  const deviation = Math.sqrt(ends.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (paths - 1))
  close(mean, forecast.central, 4 * (forecast.standardError / Math.sqrt(paths)))
  close(deviation / forecast.standardError, 1, 4 / Math.sqrt(2 * paths))
  assert.deepEqual(simulatedWalk(walk, 5, options), simulated)
})

test('a policy without lapse is the insurance, and lapses follow rates within their bounds', () => {
  const life = lifeOf(sult, 45)
  const flows = noPolicyFlows()
  addPolicy(
    flows,
    {
      life,
      sumAssured: 100,
      maturityBenefit: 100,
      termYears: 20,
      premiumAnnual: 0,
      premiumYears: 0,
      annuityAnnual: 0,
      guaranteeYears: 0,
      fundValue: 0,
      guaranteedRate: 0,
      surrenderCharge: 0,
      disabilityBenefit: 0,
    },
    {
      lapse: { baseRate: 0, sensitivity: 0, lowest: 0, highest: 1 },
      marketRates: [0.03],
      participation: 0,
      expenseAnnual: 0,
      expenseInflation: 0,
      disabilityRates: [0],
    },
  )
  const deathsValue = flows.deaths.reduce((sum, amount, k) => sum + amount * 1.03 ** -(k + 1), 0)
  const total = deathsValue + flows.maturities[20] * 1.03 ** -20
  const insurance = lifeInsuranceMoments(
    life,
    wholeLifeInsurance({ termYears: 20, survivalBenefit: 1 }),
    flatCurve(Math.log(1.03)),
  )
  close(total, 100 * insurance.value, 1e-10)
  const lapse = { baseRate: 0.05, sensitivity: 2, lowest: 0.01, highest: 0.2 }
  close(lapseRate(lapse, 0.04, 0.02), 0.09, 1e-15)
  assert.equal(lapseRate(lapse, 0.5, 0), 0.2)
  assert.equal(lapseRate(lapse, 0, 0.5), 0.01)
})
