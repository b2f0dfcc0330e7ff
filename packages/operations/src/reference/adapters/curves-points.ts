import { TuttiError } from '@tutti/analytics/errors'
import type { CurveInterpolation } from '@tutti/analytics/curves'
import { dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import * as catalogue from '../../catalogue/curves/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'

/** The interpolation that a case describes; the first pattern that fits. */
const interpolations: readonly (readonly [RegExp, CurveInterpolation])[] = [
  [/hyman|monotonic ?log ?cubic|monoton\w* cubic.*log|log.*monoton\w* cubic/, 'hyman-log-discount'],
  [/monotone convex|hagan/, 'monotone-convex'],
  [/not-a-knot cubic spline.*zero/, 'not-a-knot-cubic-zero'],
  [/clamped cubic spline.*zero/, 'clamped-cubic-zero'],
  [/natural cubic spline.*zero/, 'natural-cubic-zero'],
  [/natural cubic spline.*log discount/, 'natural-cubic-log-discount'],
  [/pchip.*zero/, 'pchip-zero'],
  [/pchip.*log discount/, 'pchip-log-discount'],
  [/linear in log discount|log-linear (pseudo )?discount|linear.* log discount/, 'log-linear-discount'],
  [/linear.*zero/, 'linear-zero'],
]

/** The interpolation of a text. Throws `unsupported` for one that it does not know. */
export function interpolationOf(text: string): CurveInterpolation {
  const wanted = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const found = interpolations.find(([pattern]) => pattern.test(wanted))
  if (found !== undefined) return found[1]
  throw new TuttiError('unsupported', `the interpolation "${text}" is not known`, {
    field: 'interpolation',
    got: text,
    expected: 'log-linear discount factors, linear, natural, clamped, not-a-knot or monotone cubic zero rates',
  })
}

/** Forward keys such as `forward_rate_continuous_2y_to_2_5y` and `simple_forward_1_25_to_1_75`, with what they ask for. */
function forwardKeys(wanted: readonly string[]) {
  const years = (text: string): number => Number(text.replace('_', '.'))
  return wanted.flatMap((key) => {
    const parts = /forward.*?_(\d+(?:_\d+)?)y?_to_(\d+(?:_\d+)?)y?$/.exec(key)
    if (parts === null) return []
    const period = { startYears: years(parts[1]), endYears: years(parts[2]) }
    return [{ key, period, continuous: key.includes('continuous') }]
  })
}

type CurveReading = Parameters<typeof catalogue.discountCurveOperation.run>[0]

/** A curve read at the query times, with the forward rates that the case asks for. */
function curveAnswer(curve: CurveReading['curve'], timesYears: number[], wanted: readonly string[]) {
  const forwards = forwardKeys(wanted)
  const result = catalogue.discountCurveOperation.run({
    curve,
    timesYears,
    forwardPeriods: forwards.map(({ period }) => period),
  })
  return {
    zero_rates: result.zeroRates,
    discount_factors: result.discountFactors,
    instantaneous_forwards: result.instantaneousForwards,
    ...Object.fromEntries(
      forwards.map(({ key, continuous }, i) => [
        key,
        continuous ? result.continuousForwards[i] : result.simpleForwards[i],
      ]),
    ),
  }
}

const points = exactly({ interpolation: z.string(), times: list, zero_rates: list, query_times: list })

const pointsAnswer = (
  { interpolation: text, times, zero_rates: zeroRates, query_times: queries }: z.infer<typeof points>,
  wanted: readonly string[],
) => {
  const interpolation = interpolationOf(text)
  return curveAnswer({ kind: 'interpolated', interpolation, timesYears: times, zeroRates }, queries, wanted)
}

/** Curves through points. */
export const curvePointsForms: readonly ReferenceForm[] = [
  referenceForm('zero_curve', points, pointsAnswer),
  referenceForm('discount_curve', points, pointsAnswer),
  referenceForm(
    'discount_curve',
    exactly({
      interpolation: z.string(),
      reference: z.string(),
      day_count: z.string().regex(/^\s*act(ual)?\/365 ?\(?f(ixed)?\)?\s*$/i),
      dates: z.array(z.string()),
      discount_factors: list,
      query_dates: z.array(z.string()),
    }),
    (input, wanted) => {
      const reference = dayOf(input.reference, 'reference')
      const time = (text: string): number => (dayOf(text, 'dates') - reference) / 365
      // A first point on the reference date says that the curve starts there at 1.
      const first = input.dates.length > 0 && time(input.dates[0]) === 0 && input.discount_factors[0] === 1 ? 1 : 0
      const curve = {
        kind: 'interpolated' as const,
        interpolation: interpolationOf(input.interpolation),
        timesYears: input.dates.slice(first).map(time),
        discountFactors: input.discount_factors.slice(first),
      }
      return curveAnswer(curve, input.query_dates.map(time), wanted)
    },
  ),
]
