import { TuttiError } from '../errors/index.ts'
import { chiSquareSurvival } from '../math/index.ts'
import { requireBetween, requireWhole, type Sample } from '../statistics/index.ts'

/** Kupiec's test of the number of VaR exceptions. */
export interface KupiecTest {
  /** Likelihood ratio, chi-square with one degree of freedom when the VaR is right. */
  readonly likelihoodRatio: number
  readonly pValue: number
  /** Basel traffic light; `null` unless there are 250 observations at 99 %, for which it is defined. */
  readonly baselZone: 'green' | 'yellow' | 'red' | null
}

/**
 * Proportion-of-failures test: do `exceptions` in `observations` days fit an exception `probability` (0.01 for a 99 %
 * VaR)?
 *
 * Source: Kupiec (1995), J. of Derivatives 3; Basel Committee (1996), Supervisory framework for backtesting: green to
 * 4, yellow 5 to 9, red from 10 exceptions.
 */
export function kupiecTest(exceptions: number, observations: number, probability: number): KupiecTest {
  requireWhole(observations, 1, Infinity, 'observations')
  requireWhole(exceptions, 0, observations, 'exceptions')
  requireBetween(probability, 0, 1, 'probability')
  const likelihoodRatio = Math.max(
    0,
    2 *
      (bernoulli(exceptions, observations, exceptions / observations) -
        bernoulli(exceptions, observations, probability)),
  )
  const inBasel = observations === 250 && Math.abs(probability - 0.01) < 1e-12
  const zone = exceptions <= 4 ? 'green' : exceptions <= 9 ? 'yellow' : 'red'
  return {
    likelihoodRatio,
    pValue: chiSquareSurvival(likelihoodRatio, 1),
    baselZone: inBasel ? zone : null,
  }
}

/** Christoffersen's tests of the order of VaR exceptions. */
export interface ChristoffersenTest {
  /** Transitions [0 to 0, 0 to 1, 1 to 0, 1 to 1], 1 being an exception. */
  readonly transitionCounts: readonly [number, number, number, number]
  /** Chi-square with one degree of freedom when exceptions are independent. */
  readonly independence: { readonly likelihoodRatio: number; readonly pValue: number }
  /** Kupiec's ratio over all observations plus the one for independence: two degrees of freedom. */
  readonly conditionalCoverage: { readonly likelihoodRatio: number; readonly pValue: number }
}

/**
 * Tests whether exceptions cluster. `hits` has 1 for an exception and 0 for none, in time order, at least two entries.
 *
 * Source: Christoffersen (1998), Evaluating interval forecasts, International Economic Review 39.
 */
export function christoffersenTest(hits: Sample, probability: number): ChristoffersenTest {
  requireWhole(hits.length, 2, Infinity, 'number of hits')
  const counts: [number, number, number, number] = [0, 0, 0, 0]
  let exceptions = 0
  for (let t = 0; t < hits.length; t++) {
    if (hits[t] !== 0 && hits[t] !== 1) {
      throw new TuttiError('invalid-input', `hits[${t}] must be 0 or 1, got ${hits[t]}`, {
        field: `hits[${t}]`,
        got: String(hits[t]),
        expected: '0 or 1',
      })
    }
    exceptions += hits[t]
    if (t > 0) counts[2 * hits[t - 1] + hits[t]]++
  }
  const [n00, n01, n10, n11] = counts
  const after0 = n00 + n01
  const after1 = n10 + n11
  const pooled = (n01 + n11) / (after0 + after1)
  const separate =
    bernoulli(n01, after0, after0 > 0 ? n01 / after0 : 0) + bernoulli(n11, after1, after1 > 0 ? n11 / after1 : 0)
  const independent = Math.max(0, 2 * (separate - bernoulli(n01 + n11, after0 + after1, pooled)))
  const covered = kupiecTest(exceptions, hits.length, probability).likelihoodRatio + independent
  return {
    transitionCounts: counts,
    independence: { likelihoodRatio: independent, pValue: chiSquareSurvival(independent, 1) },
    conditionalCoverage: { likelihoodRatio: covered, pValue: chiSquareSurvival(covered, 2) },
  }
}

/** Log-likelihood of `hits` in `trials` draws of probability p, with 0 ln 0 = 0. */
function bernoulli(hits: number, trials: number, p: number): number {
  const misses = trials - hits
  return (hits > 0 ? hits * Math.log(p) : 0) + (misses > 0 ? misses * Math.log1p(-p) : 0)
}
