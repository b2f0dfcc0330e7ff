import { requireWhole } from '../statistics/index.ts'
import {
  type ScenarioOutcome,
  type ScenarioPortfolio,
  scenarioPortfolio,
  type ScenarioRequest,
} from './scenario-portfolio.ts'

/** A frontier, or why no portfolio meets the limits. */
export type ScenarioFrontier =
  | { readonly status: 'solved'; readonly portfolios: readonly ScenarioPortfolio[] }
  | Extract<ScenarioOutcome, { readonly status: 'infeasible' }>

/**
 * Portfolios of least risk at `points` expected returns, evenly spaced from that of the least risk of all to the highest
 * within the limits: the mean-CVaR frontier and its kin. Fewer where the two ends are the same return.
 *
 * Throws as {@link scenarioPortfolio}. Source: Krokhmal, Palmquist and Uryasev (2002), Portfolio optimization with
 * conditional value-at-risk objective and constraints.
 */
export function scenarioFrontier(request: Omit<ScenarioRequest, 'aim'>, points: number): ScenarioFrontier {
  requireWhole(points, 2, 200, 'points')
  const at = (minExpectedReturn?: number): ScenarioOutcome =>
    scenarioPortfolio({ ...request, aim: { kind: 'least-risk', minExpectedReturn } })
  const least = at()
  if (least.status === 'infeasible') return least
  const most = scenarioPortfolio({ ...request, aim: { kind: 'utility', riskAversion: 0 } })
  if (most.status === 'infeasible') return most
  const span = most.expectedReturn - least.expectedReturn
  if (!(span > 1e-12 * Math.max(Math.abs(most.expectedReturn), Math.abs(least.expectedReturn)))) {
    return { status: 'solved', portfolios: [least] }
  }
  const portfolios = [least]
  for (let k = 1; k < points; k++) {
    // A hair below the highest return, which rounding must not put out of reach.
    const target =
      k === points - 1 ? most.expectedReturn - 1e-12 * span : least.expectedReturn + (span * k) / (points - 1)
    const next = at(target)
    if (next.status === 'infeasible') return next
    portfolios.push(next)
  }
  return { status: 'solved', portfolios }
}
