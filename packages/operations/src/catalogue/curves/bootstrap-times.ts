import {
  type BootstrapInstrument,
  bootstrappedCurve,
  curveInterpolations,
  type LegPeriods,
} from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, series, termYears } from '../value-schemas.ts'
import { interpolatedCurveSchema } from './bootstrap.ts'

const id = z.string().min(1).optional()
const frequency = positive.describe('payments a year')

const timedInstrumentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('zero'), id, maturityYears: termYears, rateContinuous: number }),
  z.strictObject({ kind: z.literal('deposit'), id, maturityYears: termYears, rate: number.describe('simple') }),
  z.strictObject({ kind: z.literal('par-swap'), id, maturityYears: termYears, rate: number, frequency }),
  z.strictObject({
    kind: z.literal('bond'),
    id,
    maturityYears: termYears,
    couponRate: number.describe('decimal of face a year'),
    frequency,
    price: positive.describe('dirty, per 100 of face'),
  }),
])

type TimedInstrument = z.infer<typeof timedInstrumentSchema>

/** Payment times counted back from the maturity; the first period may be short. */
function regularPeriods(maturityYears: number, paymentsAYear: number): LegPeriods {
  const count = Math.max(1, Math.ceil(maturityYears * paymentsAYear - 1e-9))
  const endYears = Array.from({ length: count }, (_, i) => maturityYears - (count - 1 - i) / paymentsAYear)
  const startYears = [0, ...endYears.slice(0, -1)]
  // A regular period accrues exactly one over the frequency.
  const accrualYears = endYears.map((end, i) => {
    const whole = 1 / paymentsAYear
    return i > 0 || Math.abs(end - whole) < 1e-9 ? whole : end
  })
  return { startYears, endYears, payYears: endYears, accrualYears }
}

function timedInstrument(input: TimedInstrument): BootstrapInstrument {
  const { maturityYears } = input
  const name = input.id ?? `${input.kind} ${maturityYears}Y`
  switch (input.kind) {
    case 'zero':
      return { id: name, kind: 'zero', timeYears: maturityYears, rate: input.rateContinuous }
    case 'deposit':
      return {
        id: name,
        kind: 'deposit',
        rate: input.rate,
        startYears: 0,
        endYears: maturityYears,
        accrualYears: maturityYears,
      }
    case 'par-swap': {
      const periods = regularPeriods(maturityYears, input.frequency)
      return { id: name, kind: 'swap', rate: input.rate, fixed: periods, floating: periods }
    }
    case 'bond': {
      const { payYears, accrualYears } = regularPeriods(maturityYears, input.frequency)
      const last = payYears.length - 1
      const amounts = accrualYears.map((accrual, i) => 100 * input.couponRate * accrual + (i === last ? 100 : 0))
      return { id: name, kind: 'bond', price: input.price, settlementYears: 0, payYears, amounts }
    }
  }
}

/** A curve from instruments with exact times. */
export const bootstrapTimesOperation = defineOperation({
  name: 'curves/bootstrap-times',
  title: 'Curve bootstrap in exact times',
  description:
    'Curve on which zero rates, deposits, par swaps and bonds with payments at regular times from today are worth their quotes; no calendar.',
  source: 'Hagan & West, Wilmott (May 2008), 70-81; Fama & Bliss, American Economic Review 77 (1987) for bonds',
  failures: [
    { code: 'infeasible', when: 'no discount factor reprices an instrument: its quote is an arbitrage' },
    { code: 'not-converged', when: 'a smooth interpolation does not meet the quotes' },
  ],
  input: z.strictObject({
    interpolation: z.enum(curveInterpolations),
    tensionPerYear: nonNegative.optional(),
    instruments: z.array(timedInstrumentSchema).min(1),
  }),
  output: z.strictObject({
    curve: interpolatedCurveSchema,
    timesYears: series,
    discountFactors: series,
    zeroRates: series.describe('continuous'),
    simpleForwards: series.describe('from each pillar before, the first from 0'),
    residuals: series.describe('value of each instrument on the curve, a unit of notional or price'),
  }),
  example: {
    interpolation: 'log-linear-discount' as const,
    instruments: [
      { kind: 'par-swap' as const, maturityYears: 1, rate: 0.031, frequency: 1 },
      { kind: 'par-swap' as const, maturityYears: 2, rate: 0.0325, frequency: 1 },
      { kind: 'bond' as const, maturityYears: 3, couponRate: 0.03, frequency: 2, price: 98.9 },
    ],
  },
  compute: ({ interpolation, tensionPerYear, instruments }) => {
    const built = bootstrappedCurve({ instruments: instruments.map(timedInstrument), interpolation, tensionPerYear })
    const timesYears = [...built.timesYears]
    const discountFactors = [...built.discountFactors]
    const zeroRates = [...built.zeroRates]
    return {
      curve: {
        kind: 'interpolated' as const,
        interpolation,
        timesYears,
        zeroRates,
        ...(tensionPerYear === undefined ? {} : { tensionPerYear }),
      },
      timesYears,
      discountFactors,
      zeroRates,
      simpleForwards: timesYears.map((time, i) => {
        const [before, factor] = i === 0 ? [0, 1] : [timesYears[i - 1], discountFactors[i - 1]]
        return (factor / discountFactors[i] - 1) / (time - before)
      }),
      residuals: built.instruments.map(({ residual }) => residual),
    }
  },
})
