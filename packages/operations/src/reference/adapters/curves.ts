import { z } from 'zod'
import * as catalogue from '../../catalogue/curves/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, said } from './form-inputs.ts'

const compounding = z.enum(['Continuous', 'Simple', 'Compounded'])

const compoundingOf = (name: z.infer<typeof compounding>, timesPerYear: number) => {
  if (name === 'Compounded') return { timesPerYear }
  return name === 'Simple' ? 'simple' : 'continuous'
}

/** The key under which the simple forward rate from `start` to `end` is expected. */
const forwardKey = (start: number, end: number): string =>
  `simple_forward_${String(start).replace('.', '_')}_to_${String(end).replace('.', '_')}`

/** Rate conversions and curves. */
export const curvesForms: readonly ReferenceForm[] = [
  referenceForm(
    'convert_rate',
    exactly({
      items: z.array(
        exactly({
          rate: z.number(),
          from: compounding,
          from_frequency: z.number(),
          time: z.number(),
          to: compounding,
          to_frequency: z.number(),
        }),
      ),
    }),
    ({ items }) => {
      const rates = items.map(
        (item) =>
          catalogue.convertRateOperation.run({
            rate: item.rate,
            from: compoundingOf(item.from, item.from_frequency),
            to: compoundingOf(item.to, item.to_frequency),
            termYears: item.time,
          }).rate,
      )
      return { rates, rates_rounded_4dp: rates }
    },
  ),
  referenceForm(
    'nelson_siegel_svensson',
    exactly({
      beta0: z.number(),
      beta1: z.number(),
      beta2: z.number(),
      beta3: z.number(),
      tau1: z.number(),
      tau2: z.number().nullable(),
      times: list,
      compounding: said('continuous'),
    }),
    ({ beta0, beta1, beta2, beta3, tau1, tau2, times: timesYears }) => {
      const result = catalogue.nelsonSiegelSvenssonOperation.run({
        beta0,
        beta1,
        beta2,
        beta3,
        tau1,
        timesYears,
        ...(tau2 === null ? {} : { tau2 }),
      })
      return { zero_rates: result.zeroRates, instantaneous_forwards: result.instantaneousForwards }
    },
  ),
  referenceForm(
    'discount_curve',
    exactly({
      interpolation: said('linear in log discount factor (piecewise-constant continuously compounded forward)'),
      times: list,
      zero_rates: list,
      query_times: list,
    }),
    ({ times, zero_rates: zeroRates, query_times: timesYears }) => {
      const [start, end] = [1.25, 1.75]
      const result = catalogue.discountCurveOperation.run({
        curve: { kind: 'log-linear', timesYears: times, zeroRates },
        timesYears,
        forwardPeriods: [{ startYears: start, endYears: end }],
      })
      return {
        discount_factors: result.discountFactors,
        zero_rates: result.zeroRates,
        [forwardKey(start, end)]: result.simpleForwards[0],
      }
    },
  ),
]
