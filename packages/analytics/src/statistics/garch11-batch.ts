import { TuttiError } from '../errors/index.ts'
import { garch11Fit, type Garch11Fit } from './garch11-fit.ts'
import type { Sample } from './sample.ts'

/** One series' fit, or why there is none. */
export type Garch11Outcome =
  { readonly status: 'fitted'; readonly fit: Garch11Fit } | { readonly status: 'failed'; readonly error: TuttiError }

/**
 * A GARCH(1,1) with normal shocks for each of many series, of their own lengths; one series that cannot be fitted costs
 * only itself. See `garch11Fit`.
 */
export function garch11Fits(series: readonly Sample[], meanModel: 'zero' | 'constant'): Garch11Outcome[] {
  return series.map((returns) => {
    try {
      return { status: 'fitted', fit: garch11Fit(returns, meanModel) }
    } catch (error) {
      if (error instanceof TuttiError) return { status: 'failed', error }
      throw error
    }
  })
}
