import { requireSample, TuttiError } from '../errors/index.ts'
import { chiSquareSurvival, normalQuantile, regularizedBeta, studentTQuantile } from '../math/index.ts'
import { uniformStream } from '../random/index.ts'
import { requireBetween, requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { standardisedTail } from './tail-risk-interval.ts'

/** Kupiec's test of the time until the first exception. */
export interface FirstFailureTest {
  /** Chi-square with one degree of freedom when the VaR is right. */
  readonly likelihoodRatio: number
  readonly pValue: number
}

/**
 * Time until first failure: does a first exception on day `firstException` (counted from 1) fit a `probability` of
 * exceptions? Of little power, but the earliest there is. Source: Kupiec, J. of Derivatives 3 (1995).
 */
export function timeUntilFirstFailureTest(firstException: number, probability: number): FirstFailureTest {
  requireWhole(firstException, 1, Infinity, 'firstException')
  requireBetween(probability, 0, 1, 'probability')
  const v = firstException
  const best = v === 1 ? 0 : -Math.log(v) + (v - 1) * Math.log1p(-1 / v)
  const likelihoodRatio = Math.max(0, 2 * (best - Math.log(probability) - (v - 1) * Math.log1p(-probability)))
  return { likelihoodRatio, pValue: chiSquareSurvival(likelihoodRatio, 1) }
}

/** The Basel traffic light for any number of observations. */
export interface TrafficLight {
  readonly zone: 'green' | 'yellow' | 'red'
  /** P(at most as many exceptions) when the VaR is right: yellow from 95 %, red from 99.99 %. */
  readonly cumulativeProbability: number
  /** First number of exceptions that is yellow, and red. */
  readonly yellowFrom: number
  readonly redFrom: number
}

/**
 * Basel's zones: the binomial probability of no more exceptions than seen, with the limits 95 % and 99.99 %; 4, 9 and
 * 10 exceptions are the last green, last yellow and first red of 250 days at 99 %.
 *
 * Source: Basel Committee, Supervisory framework for the use of backtesting (1996).
 */
export function trafficLight(exceptions: number, observations: number, probability: number): TrafficLight {
  requireWhole(observations, 1, Infinity, 'observations')
  requireWhole(exceptions, 0, observations, 'exceptions')
  requireBetween(probability, 0, 1, 'probability')
  const atMost = (k: number): number =>
    k >= observations ? 1 : regularizedBeta(1 - probability, observations - k, k + 1, probability)
  const firstFrom = (limit: number): number => {
    let k = 0
    while (k < observations && atMost(k) < limit) k++
    return k
  }
  const yellowFrom = firstFrom(0.95)
  const redFrom = firstFrom(0.9999)
  return {
    zone: exceptions >= redFrom ? 'red' : exceptions >= yellowFrom ? 'yellow' : 'green',
    cumulativeProbability: atMost(exceptions),
    yellowFrom,
    redFrom,
  }
}

/** What was forecast and what came, day by day; losses positive. */
export interface TailForecasts {
  readonly losses: Sample
  readonly valueAtRisk: Sample
  readonly expectedShortfall: Sample
}

/** The distribution of the forecasts under which p values are simulated. */
export interface ShortfallTestOptions {
  /** Confidence of the forecasts, such as 0.975. */
  readonly confidence: number
  /** Student t with so many degrees of freedom (above 2); a normal when left out. */
  readonly degreesOfFreedom?: number | undefined
  /** At least 100. */
  readonly scenarios: number
  readonly seed: number
}

/** Acerbi and Szekely's first two statistics; 0 is expected, negative means that the shortfall was understated. */
export interface ExpectedShortfallTest {
  readonly exceptions: number
  /** Mean of loss / ES over the exceptions, from 1: tests the size alone. `null` without exceptions. */
  readonly z1: number | null
  /** Sum of loss / ES over the exceptions, over their expected number, from 1: tests size and number. */
  readonly z2: number
  /** Share of simulated statistics at or below the one seen, when the forecasts are right. */
  readonly z1PValue: number | null
  readonly z2PValue: number
}

/**
 * Backtest of expected shortfall: Z1 = 1 - mean(L / ES | L > VaR), Z2 = 1 - sum(L / ES over exceptions) / (n (1 - c)).
 *
 * P values come from `scenarios` histories of the same length drawn from the standardised distribution of the forecasts
 * (their scale cancels out). Z2 below about -0.7 is the usual 5 % limit at 97.5 %. Throws `invalid-input` for a shortfall
 * that is not positive or lies below its VaR.
 *
 * Source: Acerbi and Székely, Backtesting expected shortfall, Risk 27 (2014).
 */
export function expectedShortfallTest(forecasts: TailForecasts, options: ShortfallTestOptions): ExpectedShortfallTest {
  const { losses, valueAtRisk, expectedShortfall } = forecasts
  const { confidence, degreesOfFreedom: nu, scenarios, seed } = options
  requireForecasts(forecasts)
  requireBetween(confidence, 0, 1, 'confidence')
  requireWhole(scenarios, 100, 10_000_000, 'scenarios')
  if (nu !== undefined) requireBetween(nu, 2, Infinity, 'degreesOfFreedom')
  const n = losses.length
  let ratios = 0
  let exceptions = 0
  for (let t = 0; t < n; t++) {
    if (!(losses[t] > valueAtRisk[t])) continue
    exceptions++
    ratios += losses[t] / expectedShortfall[t]
  }
  const expected = n * (1 - confidence)
  const z1 = exceptions === 0 ? null : 1 - ratios / exceptions
  const z2 = 1 - ratios / expected
  const simulated = simulatedStatistics(n, confidence, nu, scenarios, seed)
  return {
    exceptions,
    z1,
    z2,
    z1PValue: z1 === null ? null : simulated.z1.filter((value) => value <= z1).length / simulated.z1.length,
    z2PValue: simulated.z2.filter((value) => value <= z2).length / simulated.z2.length,
  }
}

/** Z1 (where there are exceptions) and Z2 of simulated histories. */
function simulatedStatistics(
  n: number,
  confidence: number,
  nu: number | undefined,
  scenarios: number,
  seed: number,
): { readonly z1: readonly number[]; readonly z2: readonly number[] } {
  const [, shortfall] = standardisedTail(confidence, nu)
  const scale = nu === undefined ? 1 : Math.sqrt((nu - 2) / nu)
  const uniform = uniformStream(seed, 9_103, 0)
  const z1: number[] = []
  const z2: number[] = []
  for (let s = 0; s < scenarios; s++) {
    let ratios = 0
    let exceptions = 0
    for (let t = 0; t < n; t++) {
      const u = uniform()
      // Only the tail needs its quantile.
      if (u <= confidence) continue
      exceptions++
      ratios += (nu === undefined ? normalQuantile(u) : scale * studentTQuantile(u, nu)) / shortfall
    }
    if (exceptions > 0) z1.push(1 - ratios / exceptions)
    z2.push(1 - ratios / (n * (1 - confidence)))
  }
  return { z1, z2 }
}

function requireForecasts({ losses, valueAtRisk, expectedShortfall }: TailForecasts): void {
  requireSample(losses, 1, 'losses')
  requireSample(valueAtRisk, 1, 'valueAtRisk')
  requireSample(expectedShortfall, 1, 'expectedShortfall')
  requireSameLength(losses, valueAtRisk, 'losses', 'valueAtRisk')
  requireSameLength(losses, expectedShortfall, 'losses', 'expectedShortfall')
  for (let t = 0; t < losses.length; t++) {
    if (expectedShortfall[t] > 0 && expectedShortfall[t] >= valueAtRisk[t]) continue
    throw new TuttiError('invalid-input', `the shortfall of day ${t} is not positive or lies below its VaR`, {
      field: `expectedShortfall[${t}]`,
      got: `${expectedShortfall[t]} with a VaR of ${valueAtRisk[t]}`,
      expected: 'a positive number of at least the VaR',
    })
  }
}
