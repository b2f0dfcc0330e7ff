import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { type ValidCorrelation, validCorrelation } from '../hybrid/valid-correlation.ts'
import { gaussLegendre, semidefiniteFactor } from '../math/index.ts'
import { ornsteinUhlenbeckLoading as loading } from '../models/index.ts'
import { requireNonNegative } from '../statistics/index.ts'
import { type Economy, shockNames } from './scenario-spec.ts'

/** A mean-reverting factor (reversion > 0) or a Brownian motion (reversion 0), with its place among the shocks. */
interface Shock {
  readonly reversion: number
  readonly volatility: number
  /** Whether the integral of the factor over a step is needed as well. */
  readonly isIntegrated: boolean
}

/** The exact law of one step of the whole economy: a jointly normal vector of factors and integrals. */
export interface EconomyTransition {
  readonly correlation: ValidCorrelation
  /** Of the vector: each shock's factor, and after it its integral where it is needed. */
  readonly size: number
  /** Lower triangular, row-major. */
  readonly factor: Float64Array
  /** Place of each shock's factor in the vector, and of its integral (-1 for none), in the order of the shock names. */
  readonly factorAt: Int32Array
  readonly integralAt: Int32Array
  readonly shocks: readonly Shock[]
  /** Covariance of two entries of the vector. */
  covariance(this: void, i: number, j: number): number
}

/**
 * The joint normal law of a step of `dtYears`, exact whatever its length: mean-reverting factors z with their integrals Z
 * and Brownian motions W have the covariances rho s_a s_b times the integral over the step of exp(-(a + b) u), of
 * exp(-a u) L_b(u) and of L_a(u) L_b(u), with L_c(u) = (1 - exp(-c u)) / c.
 *
 * Source: Brigo and Mercurio, Interest Rate Models (2006), 4.2 and appendix; Gaussian integrals by hand.
 */
export function economyTransition(economy: Economy, dtYears: number): EconomyTransition {
  requirePositive(dtYears, 'dtYears')
  const names = shockNames(economy)
  const correlation = validCorrelation(correlationRows(economy, names), names)
  const shocks = shocksOf(economy)
  const factorAt = new Int32Array(shocks.length)
  const integralAt = new Int32Array(shocks.length).fill(-1)
  const places: { shock: number; isIntegral: boolean }[] = []
  shocks.forEach(({ isIntegrated }, k) => {
    factorAt[k] = places.push({ shock: k, isIntegral: false }) - 1
    if (isIntegrated) integralAt[k] = places.push({ shock: k, isIntegral: true }) - 1
  })
  const covariance = (i: number, j: number): number => {
    const [p, q] = [places[i], places[j]]
    const [one, two] = [shocks[p.shock], shocks[q.shock]]
    const scale = correlation.matrix[p.shock][q.shock] * one.volatility * two.volatility
    return scale * integralOfLoadings(one.reversion, p.isIntegral, two.reversion, q.isIntegral, dtYears)
  }
  const size = places.length
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) matrix[i * size + j] = covariance(i, j)
  return { correlation, size, factor: semidefiniteFactor(matrix, size), factorAt, integralAt, shocks, covariance }
}

/**
 * Integral over a step of g_a(u) g_b(u), where g(u) = exp(-c u) for a factor and (1 - exp(-c u)) / c for its integral. By
 * quadrature, since the closed form of two integrals loses its digits for short steps.
 */
export function integralOfLoadings(
  a: number,
  isIntegralA: boolean,
  b: number,
  isIntegralB: boolean,
  dt: number,
): number {
  if (!isIntegralA && !isIntegralB) return loading(a + b, dt)
  const weightAt = (c: number, isIntegral: boolean, u: number): number =>
    isIntegral ? loading(c, u) : Math.exp(-c * u)
  let sum = 0
  nodes.forEach((node, k) => {
    const u = (dt * (1 + node)) / 2
    sum += weights[k] * weightAt(a, isIntegralA, u) * weightAt(b, isIntegralB, u)
  })
  return (dt / 2) * sum
}

const { nodes, weights } = gaussLegendre(24)

function shocksOf({ currencies, inflation, spreads, equities }: Economy): Shock[] {
  if (currencies.length === 0) throw badEconomy('currencies', 'none', 'the base currency at least')
  currencies.forEach(({ currency, rho, longRunShift, exchange }, i) => {
    requireInRange(rho, -1, 1, `currencies[${i}].rho`)
    requireFinite(longRunShift, `currencies[${i}].longRunShift`)
    if ((exchange === null) !== (i === 0)) {
      throw badEconomy(
        `currencies[${i}].exchange`,
        exchange === null ? 'null' : 'an exchange rate',
        i === 0 ? 'null for the base currency' : `the value of ${currency} in the base currency`,
      )
    }
    if (exchange !== null) requirePositive(exchange.spot, `currencies[${i}].exchange.spot`)
  })
  currencies.forEach(({ sigma, eta }, i) => {
    requirePositive(sigma, `currencies[${i}].sigma`)
    requirePositive(eta, `currencies[${i}].eta`)
  })
  const reverting = (reversion: number, vol: number, isIntegrated: boolean, field: string): Shock => ({
    reversion: requirePositive(reversion, `${field}: reversion`),
    volatility: requireNonNegative(vol, `${field}: volatility`),
    isIntegrated,
  })
  const brownian = (volatility: number, field: string): Shock => ({
    reversion: 0,
    volatility: requireNonNegative(volatility, field),
    isIntegrated: false,
  })
  return [
    ...currencies.flatMap(({ currency, a, sigma, b, eta }) => [
      reverting(a, sigma, true, `rate1 ${currency}`),
      reverting(b, eta, true, `rate2 ${currency}`),
    ]),
    ...inflation.map((each) => reverting(each.reversion, each.volAnnual, true, `inflation ${each.region}`)),
    ...spreads.map((each, i) => {
      requirePositive(each.initial, `spreads[${i}].initial`)
      requirePositive(each.longRun, `spreads[${i}].longRun`)
      return reverting(each.reversion, each.volAnnual, false, `spread ${each.name}`)
    }),
    ...equities.map((each, i) => {
      if (!currencies.some(({ currency }) => currency === each.currency)) {
        throw badEconomy(
          `equities[${i}].currency`,
          each.currency,
          currencies.map(({ currency }) => currency).join(', '),
        )
      }
      return brownian(each.volAnnual, `equity ${each.name}: volatility`)
    }),
    ...currencies
      .slice(1)
      .map(({ currency, exchange }) => brownian(exchange?.volAnnual ?? 0, `exchange ${currency}: volatility`)),
  ]
}

function correlationRows({ currencies, correlations }: Economy, names: readonly string[]): number[][] {
  const rows: number[][] = names.map((_, i) => names.map((__, j) => (i === j ? 1 : 0)))
  const set = (i: number, j: number, value: number): void => {
    rows[i][j] = value
    rows[j][i] = value
  }
  const repeated = names.find((name, i) => names.indexOf(name) !== i)
  if (repeated !== undefined) throw badEconomy('names', `${repeated} twice`, 'each name once')
  currencies.forEach(({ rho }, i) => set(2 * i, 2 * i + 1, rho))
  correlations.forEach(({ one, two, correlation }, k) => {
    const [i, j] = [names.indexOf(one), names.indexOf(two)]
    if (i < 0 || j < 0 || i === j)
      throw badEconomy(`correlations[${k}]`, `${one}, ${two}`, `two of ${names.join(', ')}`)
    set(i, j, requireInRange(correlation, -1, 1, `correlations[${k}].correlation`))
  })
  return rows
}

function badEconomy(field: string, got: string, expected: string): TuttiError {
  return new TuttiError('invalid-input', `${field}: ${got}; expected ${expected}`, { field, got, expected })
}
