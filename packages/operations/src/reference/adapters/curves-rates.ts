import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/curves/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly } from './form-inputs.ts'

const compoundingOf = (text: string, timesPerYear: number | null | undefined) => {
  const name = text.trim().toLowerCase()
  if (name === 'continuous') return 'continuous'
  if (name === 'simple') return 'simple'
  const named = {
    compounded: timesPerYear,
    annual: 1,
    'semi-annual': 2,
    semiannual: 2,
    quarterly: 4,
    monthly: 12,
    daily: 365,
  }
  const times = Object.hasOwn(named, name) ? named[name as keyof typeof named] : undefined
  if (typeof times === 'number') return { timesPerYear: times }
  throw new TuttiError('unsupported', `there is no compounding ${text} with frequency ${timesPerYear}`, {
    field: 'compounding',
    got: text,
    expected: 'Continuous, Simple or Compounded with a frequency',
  })
}

const frequency = z.number().nullable().optional()

/** Rate conversions. */
export const curveRatesForms: readonly ReferenceForm[] = [
  referenceForm(
    'convert_rate',
    exactly({
      items: z.array(
        exactly({
          rate: z.number(),
          from: z.string(),
          from_frequency: frequency,
          time: z.number(),
          to: z.string(),
          to_frequency: frequency,
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
]
