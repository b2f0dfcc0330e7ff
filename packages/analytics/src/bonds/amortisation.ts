import { TuttiError, requireSample } from '../errors/index.ts'

/** How a bond's face is paid back. */
export type Amortisation =
  /** Level payments of interest and principal; recomputed where the coupon steps. */
  | { readonly kind: 'annuity' }
  /** Equal parts of the face at the end of each period. */
  | { readonly kind: 'linear' }
  /** The part of the face outstanding in each period, the first 1. */
  | { readonly kind: 'custom'; readonly outstanding: readonly number[] }

/**
 * The part of the face outstanding in each of `periods` coupon periods. Throws `invalid-input` for a number of periods
 * that is no whole number above 0 or a custom list of another length.
 */
export function outstandingByPeriod(
  amortisation: Amortisation,
  periods: number,
  couponRates: readonly number[],
  frequency: number,
): number[] {
  if (!Number.isInteger(periods) || periods < 1) {
    throw new TuttiError('invalid-input', 'a bond has a whole number of periods', {
      field: 'periods',
      got: String(periods),
      expected: 'a whole number above 0',
    })
  }
  switch (amortisation.kind) {
    case 'linear':
      return Array.from({ length: periods }, (_, k) => (periods - k) / periods)
    case 'annuity': {
      requireSample(couponRates, 1, 'couponRates')
      const outstanding = [1]
      for (let k = 0; k < periods - 1; k++) {
        const rate = couponRates[Math.min(k, couponRates.length - 1)] / frequency
        const left = periods - k
        // Principal of a level payment over the periods left: rate / ((1 + rate)^left - 1).
        const share = rate === 0 ? 1 / left : rate / Math.expm1(left * Math.log1p(rate))
        outstanding.push(outstanding[k] * (1 - share))
      }
      return outstanding
    }
    case 'custom': {
      const { outstanding } = amortisation
      if (outstanding.length !== periods) {
        throw new TuttiError('invalid-input', 'a custom amortisation gives the part outstanding in each period', {
          field: 'amortisation.outstanding',
          got: `${outstanding.length} parts`,
          expected: `${periods}, one for each period`,
        })
      }
      return [...outstanding]
    }
  }
}
