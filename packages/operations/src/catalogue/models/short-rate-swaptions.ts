import {
  bermudanSwaption,
  type BermudanOption,
  g2Bermudan,
  g2FlowSwaption,
  g2LatticeBermudan,
  hullWhiteBermudan,
  latticeBermudan,
  regularSwaptionFlows,
} from '@tutti/analytics/models'
import { TuttiError } from '@tutti/analytics/errors'
import { swapValue } from '@tutti/analytics/rates'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { curveDateSchema, periodsOf, periodsSchema } from '../rates/leg-inputs.ts'
import { nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'
import { g2Fields, hullWhiteFields, regularSwaptionFields } from './model-inputs.ts'

const curve = { kind: 'flat' as const, rateContinuous: 0.04 }
const exampleG2 = { a: 0.1, sigma: 0.01, b: 0.2, eta: 0.013, rho: -0.5 }

/** A European swaption in G2++. */
export const g2SwaptionOperation = defineOperation({
  name: 'models/g2-swaption',
  title: 'G2++ swaption',
  description:
    'Prices of a European payer and receiver swaption on a single curve by a one-dimensional integral; fixed accruals are 1 / fixedFrequency.',
  source: 'Brigo & Mercurio, Interest Rate Models (2006), theorem 4.2.3',
  input: z.strictObject({
    curve: discountCurveSchema,
    ...g2Fields,
    ...regularSwaptionFields,
  }),
  output: z.strictObject({ payer: nonNegative, receiver: nonNegative }),
  example: { curve, ...exampleG2, expiryYears: 1, tenorYears: 5, strike: 0.04, notional: 1, fixedFrequency: 1 },
  compute: ({ curve: data, a, sigma, b, eta, rho, notional, ...swap }) => {
    const model = { a, sigma, b, eta, rho, curve: discountCurveOf(data) }
    return {
      payer: notional * g2FlowSwaption(model, regularSwaptionFlows({ ...swap, side: 'payer' })),
      receiver: notional * g2FlowSwaption(model, regularSwaptionFlows({ ...swap, side: 'receiver' })),
    }
  },
})

const bermudan = {
  curve: discountCurveSchema,
  curveDate: curveDateSchema.optional().describe('needed for legs given by dates'),
  side: z.enum(['payer', 'receiver']),
  notional: positive,
  strike: z
    .union([z.strictObject({ rate: number }), z.strictObject({ timesParRate: number })])
    .describe("fixed rate: a decimal, or a multiple of the swap's par rate"),
  fixedLeg: periodsSchema,
  floatingLeg: periodsSchema,
  exercises: z
    .union([z.literal('fixed period starts'), z.strictObject({ timesYears: z.array(nonNegative).min(1) })])
    .describe('when the swap may be entered, with all periods that start then or later'),
}
const method = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('grid') }),
    z.strictObject({
      kind: z.literal('lattice'),
      steps: wholeFrom(1).max(5_000).describe('to the last payment; converges as 1 / steps'),
      snapDays: nonNegative
        .optional()
        .describe('a floating period starting so many days after an exercise counts as starting on it; 0'),
    }),
  ])
  .describe('grid: quadrature of the exact transition, the accurate one; lattice: trinomial')

const bermudanOutput = z.strictObject({
  presentValue: nonNegative,
  strike: number,
  parRate: number,
  exerciseYears: z.array(nonNegative),
})
const exampleSwap = {
  curve,
  side: 'payer' as const,
  notional: 1e6,
  strike: { timesParRate: 1 },
  fixedLeg: { startYears: 1, termYears: 5, frequency: 1 },
  floatingLeg: { startYears: 1, termYears: 5, frequency: 2 },
  exercises: 'fixed period starts' as const,
  method: { kind: 'grid' as const },
}

const bermudanSchema = z.strictObject({ ...bermudan, method })

function bermudanOf(input: z.infer<typeof bermudanSchema>) {
  const discount = discountCurveOf(input.curve)
  const fixedPeriods = periodsOf(input.fixedLeg, input.curveDate, 'fixedLeg')
  const floatingPeriods = periodsOf(input.floatingLeg, input.curveDate, 'floatingLeg')
  const swap = { side: input.side, notional: 1, fixedRate: 0, fixedPeriods, floatingPeriods, floatingSpread: 0 }
  const { parRate } = swapValue(swap, { discount, projection: discount })
  const strike = 'rate' in input.strike ? input.strike.rate : input.strike.timesParRate * parRate
  const exerciseYears =
    input.exercises === 'fixed period starts'
      ? fixedPeriods.map(({ startYears }) => startYears)
      : input.exercises.timesYears
  if (exerciseYears[0] < 0) {
    throw new TuttiError('invalid-input', 'the first exercise lies before the date of the curve; leave it out', {
      field: 'exercises',
      got: String(exerciseYears[0]),
      expected: 'times from 0 on',
    })
  }
  const snapYears = input.method.kind === 'lattice' ? (input.method.snapDays ?? 0) / 365 + 1e-9 : 0
  const option = bermudanSwaption(
    {
      side: input.side,
      notional: input.notional,
      fixed: fixedPeriods.map((period) => ({ ...period, amount: strike * period.accrualYears })),
      floating: floatingPeriods,
    },
    exerciseYears,
    snapYears,
  )
  return { discount, option, facts: { strike, parRate, exerciseYears } }
}

const priced = (
  input: z.infer<typeof bermudanSchema>,
  option: BermudanOption,
  onGrid: (option: BermudanOption) => number,
  onLattice: (option: BermudanOption, steps: number) => number,
): number => (input.method.kind === 'grid' ? onGrid(option) : onLattice(option, input.method.steps))

/** A Bermudan swaption in the Hull-White model. */
export const hullWhiteBermudanOperation = defineOperation({
  name: 'models/hull-white-bermudan',
  title: 'Hull-White Bermudan swaption',
  description:
    'Value of the right to enter a swap on one of several dates, on a single curve, by quadrature of the exact transition from exercise to exercise or on a trinomial lattice that reprices the curve.',
  source:
    'Brigo & Mercurio (2006), 3.5; Andricopoulos et al., J. Financial Economics 67 (2003); Hull & White, J. Derivatives 2 (1994)',
  input: z.strictObject({ ...bermudan, method, ...hullWhiteFields }),
  output: bermudanOutput,
  example: { ...exampleSwap, a: 0.05, sigma: 0.01 },
  compute: ({ a, sigma, ...input }) => {
    const { discount, option, facts } = bermudanOf(input)
    const model = { a, sigma, curve: discount }
    const presentValue = priced(
      input,
      option,
      (right) => hullWhiteBermudan(model, right),
      (right, steps) => latticeBermudan({ kind: 'hull-white', ...model }, right, steps),
    )
    return { presentValue, ...facts }
  },
})

/** A Bermudan swaption in G2++. */
export const g2BermudanOperation = defineOperation({
  name: 'models/g2-bermudan',
  title: 'G2++ Bermudan swaption',
  description:
    'Value of the right to enter a swap on one of several dates, on a single curve, by quadrature of the exact transition of both factors from exercise to exercise, or on the product of two trinomial trees.',
  source:
    'Brigo & Mercurio (2006), 4.2; Andricopoulos et al., J. Financial Economics 67 (2003); Hull & White, J. Derivatives 2 (1994), 37-48',
  cost: 'medium',
  input: z.strictObject({ ...bermudan, method, ...g2Fields }),
  output: bermudanOutput,
  example: { ...exampleSwap, ...exampleG2 },
  compute: ({ a, sigma, b, eta, rho, ...input }) => {
    const { discount, option, facts } = bermudanOf(input)
    const model = { a, sigma, b, eta, rho, curve: discount }
    const presentValue = priced(
      input,
      option,
      (right) => g2Bermudan(model, right),
      (right, steps) => g2LatticeBermudan(model, right, steps),
    )
    return { presentValue, ...facts }
  },
})
