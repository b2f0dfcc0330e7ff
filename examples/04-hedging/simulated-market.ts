import { fillNormals, openStream, uniformStream } from '@tutti/analytics/random'
import { dayOfIso, isoOfDay } from '@tutti/market'
import {
  asOf,
  breakEvenYears,
  currencies,
  curveYears,
  equityIndices,
  exchangeRates,
  firstDay,
  rateCurves,
  rateVolatilities,
  spreadSeries,
} from './market-figures.ts'

/** The same seed gives the same bytes. This one has crises of both sorts. */
const marketSeed = 204
const perYear = 261
const dt = 1 / perYear

/**
 * Three states of the world. Drifts are a year: of equity (log), credit spreads (log), the level of rates and of break-evens
 * (percentage points), the dollar (log). `turmoil` scales volatilities; `rateEquity` is the correlation of rates and equity.
 */
const states = {
  calm: { equity: 0, credit: 0, rates: 0, inflation: 0, dollar: 0, turmoil: 0, rateEquity: 0.25 },
  'credit crisis': {
    equity: -0.6,
    credit: 1.9,
    rates: -0.9,
    inflation: -0.9,
    dollar: 0.1,
    turmoil: 0.8,
    rateEquity: 0.45,
  },
  'inflation crisis': {
    equity: -0.3,
    credit: 0.8,
    rates: 2.4,
    inflation: 0.9,
    dollar: 0.12,
    turmoil: 0.5,
    rateEquity: -0.5,
  },
} as const
type State = keyof typeof states

/** Weekdays between the two dates, as days since 1970-01-01. */
function weekdays(): number[] {
  const days: number[] = []
  for (let day = dayOfIso(firstDay)!; day <= dayOfIso(asOf)!; day++) {
    const weekday = (day + 4) % 7 // 0 is Sunday: 1970-01-01 was a Thursday
    if (weekday !== 0 && weekday !== 6) days.push(day)
  }
  return days
}

/** Independent standard normals, day by day, each source of randomness its own stream. */
function normalStream(stream: number): () => number {
  const state = new Int32Array(4)
  openStream(marketSeed, stream, 0, state)
  const one = new Float64Array(1)
  return () => {
    fillNormals(state, one, 1)
    return one[0]
  }
}

/** The state of the world on each day: calm, and now and then a crisis of some months. */
function statesByDay(count: number): State[] {
  const uniform = uniformStream(marketSeed, 0, 0)
  let state: State = 'calm'
  return Array.from({ length: count }, (_, i) => {
    if (i % 21 === 0) {
      if (state !== 'calm') state = uniform() < 0.22 ? 'calm' : state
      else if (uniform() < 0.03) state = uniform() < 0.6 ? 'credit crisis' : 'inflation crisis'
    }
    return state
  })
}

/** What moves everything, day by day: standardised, the rates' part correlated with equity by state. */
interface World {
  readonly states: readonly State[]
  readonly equity: readonly number[]
  readonly rates: readonly number[]
  readonly inflation: readonly number[]
  readonly dollar: readonly number[]
  /** Factor on volatilities. */
  readonly turmoil: readonly number[]
}

function world(count: number): World {
  const draw = [1, 2, 3, 4].map((stream) => Array.from({ length: count }, normalStream(stream)))
  const byDay = statesByDay(count)
  let logTurmoil = 0
  return {
    states: byDay,
    equity: draw[0],
    rates: draw[1].map((z, i) => mixed(states[byDay[i]].rateEquity, draw[0][i], z)),
    inflation: draw[2].map((z, i) => mixed(0.3, draw[0][i], z)),
    dollar: draw[3].map((z, i) => mixed(-0.35, draw[0][i], z)),
    turmoil: draw[0].map((z, i) => {
      logTurmoil += 9 * (states[byDay[i]].turmoil - logTurmoil) * dt - 0.055 * z
      return Math.exp(logTurmoil)
    }),
  }
}

const mixed = (correlation: number, first: number, second: number): number =>
  correlation * first + Math.sqrt(1 - correlation * correlation) * second

/**
 * A process that reverts to the straight line from `from` to `to` with speed `kappa`, moved by `step` each day, tilted so
 * that it ends at `to`.
 */
function bridged(count: number, from: number, to: number, kappa: number, step: (day: number) => number): number[] {
  let gap = 0
  const gaps = Array.from({ length: count }, (_, i) => {
    if (i > 0) gap += -kappa * gap * dt + step(i)
    return gap
  })
  const end = gaps[count - 1]
  return gaps.map((each, i) => each + from + ((to - from - end) * i) / (count - 1))
}

/** Small movements of single points of a curve, which are forgotten in some weeks; standard deviation of a day's move. */
function flicker(count: number, stream: number, size: number): number[] {
  const normal = normalStream(stream)
  let x = 0
  return Array.from({ length: count }, () => (x = 0.98 * x + size * normal()))
}

/** Curves by tenor (percent), each a list by day: level, slope and curvature, and flicker. */
function curveTable(world: World, which: number): { zero: number[][]; breakEven: number[][] } {
  const { from, to, inflation, scale } = rateCurves[currencies[which]]
  const count = world.states.length
  const stream = 100 * (which + 1)
  const daily = Math.sqrt(dt)
  const own = [0, 1, 2, 3, 4].map((k) => normalStream(stream + k))
  const levels = bridged(count, from[0], to[0], 0.25, (i) => {
    const drift = states[world.states[i]].rates * scale * dt
    return drift + 0.72 * scale * daily * world.turmoil[i] * mixed(0.8, world.rates[i], own[0]())
  })
  const slopes = bridged(count, from[1], to[1], 0.4, (i) => {
    return 0.75 * scale * daily * world.turmoil[i] * mixed(-0.25, world.rates[i], own[1]())
  })
  const curvatures = bridged(count, from[2], to[2], 0.8, () => 1.1 * scale * daily * own[2]())
  const zero = curveYears.map((years, k) => {
    const decay = Math.exp(-years / 2.5)
    const hump = (1 - decay) / (years / 2.5)
    const noise = flicker(count, stream + 10 + k, 0.004 * scale)
    return levels.map((level, i) => level + slopes[i] * hump + curvatures[i] * (hump - decay) + noise[i])
  })
  const inflationLevels = bridged(count, inflation[0], inflation[2], 0.4, (i) => {
    const common = mixed(0.45, world.rates[i], world.inflation[i])
    const drift = states[world.states[i]].inflation * dt
    return drift + 0.42 * Math.sqrt(scale) * daily * world.turmoil[i] * mixed(0.75, common, own[3]())
  })
  const inflationSlopes = bridged(count, inflation[1], inflation[3], 1.5, (i) => {
    return 2 * states[world.states[i]].inflation * dt + 0.5 * daily * own[4]()
  })
  const breakEven = breakEvenYears.map((years, k) => {
    const noise = flicker(count, stream + 40 + k, 0.003)
    return inflationLevels.map((level, i) => level + inflationSlopes[i] * Math.exp(-years / 4) + noise[i])
  })
  return { zero, breakEven }
}

type Columns = Readonly<Record<string, readonly number[]>>

const tableOf = <K extends string>(keys: readonly K[], column: (key: K, index: number) => number[]): Columns =>
  Object.fromEntries(keys.map((key, i) => [key, column(key, i)]))
const namesOf = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[]

/** Implied volatilities by name, each a list by day; `elasticity` to the factor on volatilities. */
function volatilities(world: World, levels: readonly number[], elasticity: number, stream: number): number[][] {
  return levels.map((level, k) => {
    const normal = normalStream(stream + k)
    let own = 0
    const path = world.turmoil.map((turmoil) => {
      own += -6 * own * dt + 0.02 * normal()
      return elasticity * Math.log(turmoil) + own
    })
    const end = path[path.length - 1]
    // tilted in logarithms, so that the last day has the level wanted
    return path.map((each, i) => level * Math.exp(each - (end * i) / (path.length - 1)))
  })
}

/** The whole simulated market: by table, columns of daily levels. */
export interface SimulatedMarket {
  readonly dates: readonly string[]
  readonly zero: readonly Columns[]
  readonly breakEven: readonly Columns[]
  readonly fx: Columns
  readonly equity: Columns
  readonly spreads: Columns
  readonly equityVolatility: Columns
  readonly fxVolatility: Columns
  readonly rateVolatility: Columns
}

/** Draws the market of this example. Nothing in it was ever observed. */
export function simulatedMarket(): SimulatedMarket {
  const dates = weekdays().map(isoOfDay)
  const count = dates.length
  const all = world(count)
  const daily = Math.sqrt(dt)
  const curves = currencies.map((_, k) => curveTable(all, k))
  const indices = namesOf(equityIndices)
  const pairs = namesOf(exchangeRates)
  const names = namesOf(spreadSeries)
  const equityVols = volatilities(
    all,
    indices.map((name) => equityIndices[name].volatility),
    1,
    900,
  )
  const fx = tableOf(pairs, (pair, k) => {
    const { from, to, sign, volatility } = exchangeRates[pair]
    const normal = normalStream(600 + k)
    // the yen is bought in a crisis, so it follows the dollar by less
    const following = pair === 'USDJPY' ? 0.15 : 0.6
    return bridged(count, Math.log(from), Math.log(to), 0.2, (i) => {
      const drift = sign * states[all.states[i]].dollar * following * dt
      return drift + sign * volatility * Math.sqrt(all.turmoil[i]) * daily * mixed(following, all.dollar[i], normal())
    }).map(Math.exp)
  })
  const equity = tableOf(indices, (name, k) => {
    const { from, to, loading } = equityIndices[name]
    const normal = normalStream(700 + k)
    return bridged(count, Math.log(from), Math.log(to), 0, (i) => {
      const move = 0.85 * equityVols[k][i] * daily * mixed(loading, all.equity[i], normal())
      return states[all.states[i]].equity * dt + move
    }).map(Math.exp)
  })
  const credit = normalStream(5)
  const common = bridged(count, 0.1, 0, 1.2, (i) => {
    return states[all.states[i]].credit * dt + 0.3 * daily * all.turmoil[i] * mixed(-0.65, all.equity[i], credit())
  })
  const spreads = tableOf(names, (name, k) => {
    const { bp, elasticity } = spreadSeries[name]
    const normal = normalStream(800 + k)
    const own = bridged(count, 0, 0, 2, () => 0.06 * daily * normal())
    return common.map((each, i) => (bp / 100) * Math.exp(elasticity * each + own[i]))
  })
  const fxVols = volatilities(
    all,
    pairs.map((pair) => exchangeRates[pair].volatility),
    0.7,
    930,
  )
  const rateVols = volatilities(
    all,
    currencies.map((currency) => rateVolatilities[currency]),
    0.7,
    960,
  )
  return {
    dates,
    zero: curves.map(({ zero }) => Object.fromEntries(zero.map((column, k) => [`sim_${curveYears[k]}Y`, column]))),
    breakEven: curves.map(({ breakEven }) =>
      Object.fromEntries(breakEven.map((column, k) => [`sim_${breakEvenYears[k]}Y`, column])),
    ),
    fx,
    equity,
    spreads,
    equityVolatility: tableOf(indices, (_, k) => equityVols[k]),
    fxVolatility: tableOf(pairs, (_, k) => fxVols[k]),
    rateVolatility: tableOf(currencies, (_, k) => rateVols[k]),
  }
}
