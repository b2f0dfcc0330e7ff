import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { flatCurve } from '../curves/index.ts'
import {
  annuityPayments,
  completeExpectation,
  curtateExpectation,
  fractionalAges,
  jointLife,
  lastSurvivor,
  lifeAnnuityValue,
  lifeInsuranceMoments,
  lifeOf,
  type MortalityBasis,
  mthlyAnnuityDue,
  wholeLifeAnnuity,
  wholeLifeInsurance,
} from './index.ts'

const sult = { kind: 'gompertz-makeham', A: 0.00022, B: 2.7e-6, c: 1.124 } as const
const five = flatCurve(Math.log(1.05))
const close = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

test('annuities and insurances equal the Standard Ultimate Life Table of the Society of Actuaries', () => {
  // printed to four and five decimals
  for (const [age, annuity, insurance, second] of [
    [20, 19.9664, 0.04922, 0.0058],
    [50, 17.0245, 0.18931, 0.05108],
    [70, 12.0083, 0.42818, 0.21467],
  ]) {
    const life = lifeOf(sult, age)
    const moments = lifeInsuranceMoments(life, wholeLifeInsurance(), five)
    close(lifeAnnuityValue(life, wholeLifeAnnuity(), five), annuity, 5e-5)
    close(moments.value, insurance, 5e-6)
    close(moments.secondMoment, second, 5e-6)
  }
})

test('joint-life, last-survivor and monthly annuities equal sums evaluated in 15 digits', () => {
  // mpmath: sums of products of survival probabilities at 5 %
  const lives = [lifeOf(sult, 65), lifeOf(sult, 62)]
  close(lifeAnnuityValue(jointLife(lives), wholeLifeAnnuity(), five), 12.1283193907702, 1e-11)
  close(lifeAnnuityValue(lastSurvivor(lives), wholeLifeAnnuity(), five), 15.8075284770704, 1e-11)
  const monthly = mthlyAnnuityDue(lives[0], 0.05, 12)
  close(monthly.exact, 13.0869554478147, 1e-11)
  close(monthly.woolhouseTwoTerms, 13.0914567044098, 1e-11)
  close(monthly.woolhouseThreeTerms, 13.0869552647643, 1e-11)
  close(monthly.uniformDeaths, 13.0859514787852, 1e-11)
})

test('the coefficients of uniform deaths are continuous through an interest rate of zero', () => {
  const life = lifeOf(sult, 65)
  const at = (rate: number) => mthlyAnnuityDue(life, rate, 12).uniformDeaths
  close(at(0), (at(1e-4) + at(-1e-4)) / 2, 1e-4)
  close(at(0.9e-5), at(1.1e-5), 1e-2)
})

test('closed forms hold for constant force and de Moivre', () => {
  const constant = lifeOf({ kind: 'constant-force', force: 0.02 }, 40)
  const stream = wholeLifeAnnuity({ paymentsPerYear: 'continuous' })
  close(lifeAnnuityValue(constant, stream, flatCurve(0.05)), 1 / 0.07, 1e-12)
  close(lifeInsuranceMoments(constant, wholeLifeInsurance({ paid: 'moment' }), flatCurve(0.05)).value, 2 / 7, 1e-12)
  close(completeExpectation(constant), 50, 1e-10)
  const uniform = lifeOf({ kind: 'de-moivre', limitingAge: 100 }, 40)
  close(completeExpectation(uniform), 30, 1e-12)
  close(curtateExpectation(uniform), 29.5, 1e-12)
  close(lifeInsuranceMoments(uniform, wholeLifeInsurance(), five).value, (1 - 1.05 ** -60) / 0.05 / 60, 1e-13)
})

test('an insurance and the annuity of the same life make one unit for every law, term and rate', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<MortalityBasis>(
        sult,
        { kind: 'gompertz-modal', modalAge: 87, dispersion: 9 },
        { kind: 'weibull', scale: 85, shape: 8 },
        { ...sult, multiplier: 1.7 },
        { kind: 'de-moivre', limitingAge: 115 },
      ),
      fc.double({ min: 0, max: 95, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: -0.01, max: 0.15, noNaN: true }),
      fc.constantFrom(1, 4, 12),
      (basis, age, termYears, force, m) => {
        const life = lifeOf(basis, age)
        const curve = flatCurve(force)
        const annuity = lifeAnnuityValue(life, wholeLifeAnnuity({ termYears, paymentsPerYear: m }), curve)
        const insurance = lifeInsuranceMoments(
          life,
          wholeLifeInsurance({ termYears, survivalBenefit: 1, paid: m }),
          curve,
        )
        const discount = -m * Math.expm1(-force / m)
        close(insurance.value, 1 - discount * annuity, 1e-10 * (1 + annuity))
        assert.ok(insurance.variance >= 0)
      },
    ),
    { seed: 20, numRuns: 60 },
  )
})

test('annuities follow their recursion, and a deferred one with its temporary one makes the whole', () => {
  for (const age of [30, 65.4, 90]) {
    const life = lifeOf(sult, age)
    const whole = lifeAnnuityValue(life, wholeLifeAnnuity(), five)
    const next = lifeAnnuityValue(lifeOf(sult, age + 1), wholeLifeAnnuity(), five)
    close(whole, 1 + (life.survival(1) / 1.05) * next, 1e-12)
    const parts = [{ termYears: 7 }, { deferralYears: 7 }].map((terms) =>
      lifeAnnuityValue(life, wholeLifeAnnuity(terms), five),
    )
    close(whole, parts[0] + parts[1], 1e-12)
  }
})

test('a guarantee is an annuity certain followed by the deferred annuity, whatever the timing', () => {
  const life = lifeOf(sult, 80)
  const guaranteed = lifeAnnuityValue(life, wholeLifeAnnuity({ guaranteeYears: 5 }), five)
  const certain = [0, 1, 2, 3, 4].reduce((sum, k) => sum + 1.05 ** -k, 0)
  close(guaranteed, certain + lifeAnnuityValue(life, wholeLifeAnnuity({ deferralYears: 5 }), five), 1e-12)
  const arrears = lifeAnnuityValue(life, wholeLifeAnnuity({ guaranteeYears: 5, timing: 'arrears' }), five)
  close(arrears, certain / 1.05 + lifeAnnuityValue(life, wholeLifeAnnuity({ deferralYears: 6 }), five), 1e-12)
})

test('table lives under each fractional assumption agree at birthdays and differ between them as defined', () => {
  const deathProbabilities = [0.1, 0.2, 0.5, 1]
  const lives = fractionalAges.map((fractionalAge) =>
    lifeOf({ kind: 'table', firstAge: 80, deathProbabilities, fractionalAge }, 80),
  )
  for (const life of lives) close(life.survival(2), 0.72, 1e-15)
  const [uniform, constant, balducci] = lives.map((life) => life.survival(1.5))
  close(uniform, 0.9 * 0.9, 1e-15)
  close(constant, 0.9 * Math.sqrt(0.8), 1e-15)
  close(balducci, 0.9 * (0.8 / 0.9), 1e-15)
  assert.ok(uniform > constant && constant > balducci)
})

test('fractional ages in a table start from the birthday before', () => {
  const basis = {
    kind: 'table',
    firstAge: 60,
    deathProbabilities: [0.1, 0.3, 1],
    fractionalAge: 'uniform-deaths',
  } as const
  close(lifeOf(basis, 60.5).survival(0.5), 0.9 / 0.95, 1e-15)
  close(lifeOf(basis, 60.5).survival(1), (0.9 / 0.95) * 0.85, 1e-15)
})

test('selected lives follow their row until it ends, then the ultimate column', () => {
  const basis = {
    kind: 'table',
    firstAge: 60,
    deathProbabilities: [0.1, 0.2, 0.3, 1],
    selectDeathProbabilities: [
      [0.05, 0.15],
      [0.06, 0.16],
    ],
    fractionalAge: 'uniform-deaths',
  } as const
  close(lifeOf(basis, 60, { selectedYearsAgo: 0 }).survival(3), 0.95 * 0.85 * 0.7, 1e-15)
  close(lifeOf(basis, 61, { selectedYearsAgo: 1 }).survival(2), 0.85 * 0.7, 1e-15)
  close(lifeOf(basis, 60).survival(3), 0.9 * 0.8 * 0.7, 1e-15)
  assert.throws(() => lifeOf(basis, 63, { selectedYearsAgo: 0 }), { code: 'missing-data' })
})

test('mortality that improves falls by the rate of each age and year', () => {
  const basis = {
    kind: 'table',
    firstAge: 60,
    deathProbabilities: [0.1, 0.2, 1],
    fractionalAge: 'uniform-deaths',
    improvement: {
      baseYear: 2020,
      firstAge: 60,
      firstYear: 2021,
      rates: [
        [0.02, 0.01],
        [0.03, 0.04],
      ],
      afterLastYear: 'last-rate',
    },
  } as const
  const life = lifeOf(basis, 60, { calendarYear: 2022 })
  const first = 0.1 * 0.98 * 0.99
  const second = 0.2 * 0.97 * 0.96 * 0.96
  close(life.survival(2), (1 - first) * (1 - second), 1e-15)
  assert.throws(() => lifeOf(basis, 60), { code: 'invalid-input' })
})

test('ages and tables that do not fit are refused with what was expected', () => {
  const open = { kind: 'table', firstAge: 60, deathProbabilities: [0.1, 0.2], fractionalAge: 'uniform-deaths' } as const
  assert.throws(() => lifeOf(open, 60), { code: 'invalid-input', message: /alive/ })
  assert.throws(() => lifeOf({ ...open, deathProbabilities: [0.1, 1] }, 70), { code: 'missing-data' })
  assert.throws(() => lifeOf({ kind: 'de-moivre', limitingAge: 90 }, 90), { code: 'invalid-input' })
  assert.throws(() => lifeOf({ kind: 'constant-force', force: 1e-9 }, 40), { code: 'invalid-input' })
  assert.throws(() => lifeOf({ kind: 'gompertz-makeham', A: -1, B: 1e-5, c: 1.1 }, 40), { code: 'invalid-input' })
  assert.throws(() => annuityPayments(lifeOf(sult, 40), wholeLifeAnnuity({ paymentsPerYear: 'continuous' })), {
    code: 'not-applicable',
  })
  assert.throws(() => jointLife([]), { code: 'invalid-input' })
})
