import { g2BondCoefficients, ornsteinUhlenbeckLoading as loading } from '../models/index.ts'
import { fillNormals, openStream } from '../random/index.ts'
import { requireWhole } from '../statistics/index.ts'
import { requirePositive, TuttiError } from '../errors/index.ts'
import { economyTransition, integralOfLoadings } from './economy-transition.ts'
import type { CurrencyModel, Economy } from './scenario-spec.ts'

/** How far and how finely an economy is simulated. */
export interface ScenarioGrid {
  readonly steps: number
  readonly stepsPerYear: number
  readonly paths: number
  readonly seed: number
}

/** Paths of an economy at equal steps, the start included: `value(path, step, variable)`. */
export interface EconomicScenarios {
  readonly economy: Economy
  readonly paths: number
  /** 0, 1 / stepsPerYear, …: one more than the steps. */
  readonly timesYears: readonly number[]
  /**
   * In this order: for each currency `x`, `y` (factors of its short rate) and `logCash` (of a bank account); for each
   * region `inflation` (rate) and `logPrices` (of its index); spreads (decimals); for each index `logEquity`; for each
   * currency but the base `logExchange`.
   */
  readonly variables: readonly string[]
  /** paths x (steps + 1) x variables. */
  readonly values: Float64Array
  /** Whether a correlation matrix had to be repaired, and how far the nearest one is. */
  readonly correlationRepair: number | null
  /** Whether the drifts are those of the base currency's risk-neutral measure: no premium and no shift anywhere. */
  readonly isRiskNeutral: boolean
}

const mostValues = 60_000_000
const stream = 41

/**
 * Joint paths of nominal rates (G2++ for each currency), inflation, credit spreads, equity and exchange rates. Steps are
 * exact in law. Path p draws from the stream (seed, p) alone, so that more paths leave the first ones as they are.
 * Foreign rates and equities carry the drift of the base currency's measure (quanto).
 *
 * Throws `invalid-input` for impossible parameters and for more than 60 million values.
 *
 * Source: Brigo and Mercurio, Interest Rate Models (2006), chapters 4 and 13 (G2++, several currencies); Vasicek, J. of
 * Financial Economics 5 (1977), for inflation; Schwartz, J. of Finance 52 (1997), for the logarithm of spreads.
 */
export function economicScenarios(economy: Economy, grid: ScenarioGrid): EconomicScenarios {
  requireWhole(grid.steps, 1, 10_000, 'steps')
  requireWhole(grid.paths, 1, 1_000_000, 'paths')
  requirePositive(grid.stepsPerYear, 'stepsPerYear')
  const dt = 1 / grid.stepsPerYear
  const transition = economyTransition(economy, dt)
  const variables = variableNames(economy)
  const [width, times] = [variables.length, grid.steps + 1]
  if (grid.paths * times * width > mostValues) {
    throw new TuttiError('invalid-input', `${grid.paths} paths of ${times} times and ${width} variables are too many`, {
      field: 'paths',
      got: `${grid.paths * times * width} values`,
      expected: `at most ${mostValues}; take fewer paths or longer steps`,
    })
  }
  const values = new Float64Array(grid.paths * times * width)
  const drifts = stepDrifts(economy, transition, dt)
  const shifts = curveIntegrals(economy, grid.steps, dt)
  const { size, factor, factorAt, integralAt, shocks } = transition
  const state = new Int32Array(4)
  const normals = new Float64Array(size)
  const draw = new Float64Array(size)
  const decay = Float64Array.from(shocks, ({ reversion }) => Math.exp(-reversion * dt))
  const reach = Float64Array.from(shocks, ({ reversion }) => (reversion > 0 ? loading(reversion, dt) : 0))
  const factors = new Float64Array(shocks.length)
  const integrals = new Float64Array(shocks.length)
  const start = startFactors(economy)
  for (let path = 0; path < grid.paths; path++) {
    openStream(grid.seed, stream, path, state)
    factors.set(start)
    let at = path * times * width
    writeStart(economy, values, at)
    for (let step = 0; step < grid.steps; step++) {
      fillNormals(state, normals, size)
      for (let i = 0; i < size; i++) {
        let sum = 0
        const row = i * size
        for (let j = 0; j <= i; j++) sum += factor[row + j] * normals[j]
        draw[i] = sum
      }
      for (let k = 0; k < shocks.length; k++) {
        if (integralAt[k] >= 0) integrals[k] = factors[k] * reach[k] + draw[integralAt[k]] + drifts.integral[k]
        factors[k] = factors[k] * decay[k] + draw[factorAt[k]] + drifts.factor[k]
      }
      writeStep(economy, values, at, { width, step, dt, factors, integrals, shifts })
      at += width
    }
  }
  return {
    economy,
    paths: grid.paths,
    timesYears: Array.from({ length: times }, (_, i) => i * dt),
    variables,
    values,
    correlationRepair: transition.correlation.wasRepaired ? transition.correlation.frobeniusDistance : null,
    isRiskNeutral:
      economy.currencies.every(
        ({ longRunShift, exchange }) => longRunShift === 0 && (exchange?.premiumAnnual ?? 0) === 0,
      ) && economy.equities.every(({ premiumAnnual }) => premiumAnnual === 0),
  }
}

function variableNames({ currencies, inflation, spreads, equities }: Economy): string[] {
  return [
    ...currencies.flatMap(({ currency }) => [`x ${currency}`, `y ${currency}`, `logCash ${currency}`]),
    ...inflation.flatMap(({ region }) => [`inflation ${region}`, `logPrices ${region}`]),
    ...spreads.map(({ name }) => `spread ${name}`),
    ...equities.map(({ name }) => `logEquity ${name}`),
    ...currencies.slice(1).map(({ currency }) => `logExchange ${currency}`),
  ]
}

/** Inflation and log spreads as deviations from their means; everything else starts at 0. */
function startFactors({ currencies, inflation, spreads, equities }: Economy): Float64Array {
  return Float64Array.from([
    ...currencies.flatMap(() => [0, 0]),
    ...inflation.map(({ initial, longRun }) => initial - longRun),
    ...spreads.map(({ initial, longRun }) => Math.log(initial / longRun)),
    ...equities.map(() => 0),
    ...currencies.slice(1).map(() => 0),
  ])
}

/** Deterministic moves of the factors and of their integrals in a step: quanto terms and shifts of the long run. */
function stepDrifts(economy: Economy, transition: ReturnType<typeof economyTransition>, dt: number) {
  const { shocks, factorAt, integralAt, covariance } = transition
  const factor = new Float64Array(shocks.length)
  const integral = new Float64Array(shocks.length)
  const firstEquity = 2 * economy.currencies.length + economy.inflation.length + economy.spreads.length
  const firstExchange = firstEquity + economy.equities.length
  economy.currencies.forEach(({ longRunShift }, c) => {
    const first = 2 * c
    factor[first] += longRunShift * -Math.expm1(-shocks[first].reversion * dt)
    integral[first] += longRunShift * (dt - loading(shocks[first].reversion, dt))
    if (c === 0) return
    for (const k of [first, first + 1]) {
      factor[k] -= covariance(factorAt[k], factorAt[firstExchange + c - 1])
      integral[k] -= covariance(integralAt[k], factorAt[firstExchange + c - 1])
    }
  })
  economy.equities.forEach(({ currency }, e) => {
    const c = economy.currencies.findIndex((each) => each.currency === currency)
    if (c > 0) factor[firstEquity + e] -= covariance(factorAt[firstEquity + e], factorAt[firstExchange + c - 1])
  })
  return { factor, integral }
}

/** Integral of the deterministic part phi of each currency's short rate over each step, from its curve and G2++. */
function curveIntegrals({ currencies }: Economy, steps: number, dt: number): Float64Array[] {
  return currencies.map((model) => {
    // the price of a bond of one step when both factors are 0 is exp(-integral of phi + half the variance of a step)
    const stepVariance = integralVariance(model, dt)
    return Float64Array.from({ length: steps }, (_, step) => {
      const { intercept } = g2BondCoefficients(model, step * dt, (step + 1) * dt)
      return -intercept + stepVariance / 2
    })
  })
}

function integralVariance({ a, sigma, b, eta, rho }: CurrencyModel, dt: number): number {
  const part = (p: number, q: number): number => integralOfLoadings(p, true, q, true, dt)
  return sigma ** 2 * part(a, a) + eta ** 2 * part(b, b) + 2 * rho * sigma * eta * part(a, b)
}

function writeStart({ currencies, inflation, spreads, equities }: Economy, values: Float64Array, at: number): void {
  let v = at + 3 * currencies.length
  for (const { initial } of inflation) {
    values[v] = initial
    v += 2
  }
  for (const { initial } of spreads) values[v++] = initial
  v += equities.length
  for (const { exchange } of currencies.slice(1)) values[v++] = Math.log(exchange?.spot ?? 1)
}

interface Step {
  readonly width: number
  readonly step: number
  readonly dt: number
  readonly factors: Float64Array
  readonly integrals: Float64Array
  readonly shifts: readonly Float64Array[]
}

/** Writes the values after a step, `at` being the place of those before it. */
function writeStep(economy: Economy, values: Float64Array, at: number, now: Step): void {
  const { currencies, inflation, spreads, equities } = economy
  const { width, step, dt, factors, integrals, shifts } = now
  const next = at + width
  const earned = (c: number): number => integrals[2 * c] + integrals[2 * c + 1] + shifts[c][step]
  let v = 0
  let k = 0
  for (let c = 0; c < currencies.length; c++, k += 2) {
    values[next + v] = factors[k]
    values[next + v + 1] = factors[k + 1]
    values[next + v + 2] = values[at + v + 2] + earned(c)
    v += 3
  }
  for (const { longRun } of inflation) {
    values[next + v] = longRun + factors[k]
    values[next + v + 1] = values[at + v + 1] + longRun * dt + integrals[k]
    v += 2
    k++
  }
  for (const { longRun } of spreads) values[next + v++] = longRun * Math.exp(factors[k++])
  const time = (step + 1) * dt
  for (const { currency, volAnnual, premiumAnnual } of equities) {
    const c = currencies.findIndex((each) => each.currency === currency)
    const cash = values[next + 3 * c + 2]
    values[next + v++] = cash + (premiumAnnual - volAnnual ** 2 / 2) * time + factors[k++]
  }
  for (let c = 1; c < currencies.length; c++) {
    const { spot, volAnnual, premiumAnnual } = currencies[c].exchange ?? { spot: 1, volAnnual: 0, premiumAnnual: 0 }
    const carry = values[next + 2] - values[next + 3 * c + 2]
    values[next + v++] = Math.log(spot) + carry + (premiumAnnual - volAnnual ** 2 / 2) * time + factors[k++]
  }
}

/** Place of a variable in a row of values. Throws `invalid-input` with the names there are. */
export function variableIndex(scenarios: Pick<EconomicScenarios, 'variables'>, name: string): number {
  const found = scenarios.variables.indexOf(name)
  if (found >= 0) return found
  throw new TuttiError('invalid-input', `the scenarios have no variable ${name}`, {
    field: 'variable',
    got: name,
    expected: scenarios.variables.join(', '),
  })
}

/** Continuously compounded zero rates of a currency at a step for one tenor, one for each path. */
export function zeroRates(
  scenarios: EconomicScenarios,
  currency: string,
  step: number,
  tenorYears: number,
): Float64Array {
  requirePositive(tenorYears, 'tenorYears')
  const { economy, timesYears, variables, values, paths } = scenarios
  const x = variableIndex(scenarios, `x ${currency}`)
  const model = economy.currencies[x / 3]
  const t = timesYears[requireWhole(step, 0, timesYears.length - 1, 'step')]
  const { intercept, loadingX, loadingY } = g2BondCoefficients(model, t, t + tenorYears)
  const width = variables.length
  return Float64Array.from({ length: paths }, (_, path) => {
    const at = (path * timesYears.length + step) * width + x
    return (loadingX * values[at] + loadingY * values[at + 1] - intercept) / tenorYears
  })
}

/**
 * Expected inflation of a region over a tenor, seen from a step: the mean of the price index's growth rate, continuously
 * compounded and without a risk premium. A nominal zero rate less it is the real rate of the scenarios.
 */
export function expectedInflation(
  scenarios: EconomicScenarios,
  region: string,
  step: number,
  tenorYears: number,
): Float64Array {
  requirePositive(tenorYears, 'tenorYears')
  const place = variableIndex(scenarios, `inflation ${region}`)
  const model = scenarios.economy.inflation.find((each) => each.region === region)
  const { longRun, reversion } = model ?? { longRun: 0, reversion: 1 }
  const share = loading(reversion, tenorYears) / tenorYears
  return valuesAt(scenarios, place, step).map((rate) => longRun + (rate - longRun) * share)
}

/** A variable at a step, one value for each path. */
export function valuesAt(
  { timesYears, variables, values, paths }: EconomicScenarios,
  place: number,
  step: number,
): Float64Array {
  return Float64Array.from(
    { length: paths },
    (_, path) => values[(path * timesYears.length + step) * variables.length + place],
  )
}
