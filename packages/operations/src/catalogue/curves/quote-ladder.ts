import { quoteJacobian, quoteLadder } from '@tutti/analytics/curves'
import { dayOf, isoOfDay } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, matrix, number, positive } from '../value-schemas.ts'
import { bootstrapSetting, bootstrapSettingShape, knownCurvesOf, knownCurvesShape } from './bootstrap.ts'
import { curveInstrumentsShape } from './bootstrap-inputs.ts'

/** Sensitivities of a bootstrapped curve, and of payments on it, to its quotes. */
export const quoteLadderOperation = defineOperation({
  name: 'curves/quote-ladder',
  title: 'Par-rate ladder of payments on a bootstrapped curve',
  description:
    'How payments discounted on a bootstrapped curve move with its pillars (key-rate ladder) and with each market quote (par-rate ladder), and the Jacobian of zero rates to quotes.',
  source: 'Andersen & Piterbarg, Interest Rate Modeling (2010), section 6.4; implicit function theorem',
  cost: 'medium',
  failures: [
    { code: 'infeasible', when: 'no discount factor reprices an instrument' },
    { code: 'not-converged', when: 'a smooth interpolation does not meet the quotes' },
    { code: 'missing-data', when: 'an instrument has no conventions, or needs a curve that is not given' },
  ],
  input: z.strictObject({
    ...bootstrapSettingShape,
    ...curveInstrumentsShape,
    ...knownCurvesShape,
    flows: z.array(z.strictObject({ date: isoDate, amount: number })).min(1),
  }),
  output: z.strictObject({
    value: number,
    pillars: z.array(
      z.strictObject({
        id: z.string(),
        date: isoDate,
        timeYears: positive,
        byZeroRateBp: number.describe('change of value for a rise of the zero rate at the pillar by 1 bp'),
        byQuoteBp: number.describe('change of value for a rise of the quote by 0.0001'),
      }),
    ),
    zeroRateByQuote: matrix.describe('[i][j]: zero rate at pillar i per unit of quote j'),
  }),
  example: {
    referenceDate: '2023-12-11',
    dayCount: 'ACT/365F' as const,
    interpolation: 'log-linear-discount' as const,
    instruments: [
      { kind: 'ois' as const, tenor: '1Y', rate: 0.03256, index: 'ESTR' as const },
      { kind: 'ois' as const, tenor: '5Y', rate: 0.02373, index: 'ESTR' as const },
      { kind: 'ois' as const, tenor: '10Y', rate: 0.02469, index: 'ESTR' as const },
    ],
    flows: [{ date: '2028-12-11', amount: 1_000_000 }],
  },
  compute: (input) => {
    const { interpolation, tensionPerYear } = input
    const { axis, instruments } = bootstrapSetting(input)
    const jacobian = quoteJacobian({ instruments, interpolation, tensionPerYear, known: knownCurvesOf(input) })
    const flows = input.flows.map(({ date, amount }, i) => ({
      time: axis.timeOf(dayOf(date, `flows[${i}].date`)),
      amount,
    }))
    const ladder = quoteLadder(jacobian, (curve) =>
      flows.reduce((sum, { time, amount }) => sum + amount * curve.discountFactor(time), 0),
    )
    return {
      value: ladder.value,
      pillars: jacobian.built.instruments.map(({ id, pillarYears }, i) => ({
        id,
        date: isoOfDay(axis.dayAt(pillarYears) ?? axis.referenceDay),
        timeYears: pillarYears,
        byZeroRateBp: ladder.byZeroRate[i] / 1e4,
        byQuoteBp: ladder.byQuote[i] / 1e4,
      })),
      zeroRateByQuote: jacobian.zeroRateByQuote.map((row) => [...row]),
    }
  },
})
