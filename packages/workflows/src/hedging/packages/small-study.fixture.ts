import { fillNormals, openStream } from '@tutti/analytics/random'
import type { HedgingMandate } from '../mandate/index.ts'
import type { ScenarioProfits, ScenarioView } from '../market/scenario-profits.ts'
import type { HedgeTrade, Strategy, StrategySet } from '../strategies/strategy.ts'
import type { HedgeDomain, HedgeInstrument } from '../universe/hedge-instrument.ts'
import { smallMandate } from '../universe/small-fund.fixture.ts'
import type { TradeCharges, PackageStudy } from './package-study.ts'

/** Factors of the made-up world: group and standard deviation of the change over a year. */
const factors = [
  { group: 'rates', deviation: 0.01 },
  { group: 'rates', deviation: 0.009 },
  { group: 'inflation', deviation: 0.006 },
  { group: 'currency', deviation: 0.1 },
  { group: 'currency', deviation: 0.09 },
  { group: 'credit', deviation: 0.008 },
  { group: 'credit', deviation: 0.004 },
  { group: 'equity', deviation: 0.18 },
] as const
/** Shared with the neighbour of the same group. */
const shared = 0.8

/** Sensitivity of the surplus to the factors, in their order. */
export const exposures = [66e9, 180e9, -60e9, 5e9, 2e9, -40e9, -10e9, 6e9]

interface Unit {
  readonly instrument: HedgeInstrument
  readonly profit: (moves: readonly number[]) => number
}

function unit(
  id: string,
  domain: HedgeDomain,
  terms: {
    tenorYears: number
    carry: number
    cleared: boolean
    margin: number
    direction?: HedgeInstrument['direction']
  },
  profit: Unit['profit'],
): Unit {
  const [family] = id.split(':')
  return {
    profit,
    instrument: {
      id,
      label: id,
      domain,
      family: family as HedgeInstrument['family'],
      currency: 'USD',
      tenorYears: terms.tenorYears,
      legs: [],
      premium: 0,
      notionalInBase: 1,
      direction: terms.direction ?? 'positive',
      carry: terms.carry,
      roll: 0.0001,
      dealing: {
        halfSpreadBp: 1,
        dailyVolume: 10e9,
        dailyVolatilityBp: 20,
        initialMarginRate: terms.margin,
        cleared: terms.cleared,
      },
    },
  }
}

const bilateral = { cleared: false, margin: 0 }
const cleared = { cleared: true, margin: 0.03 }
const units: readonly Unit[] = [
  unit('forward:EUR:0.25', 'currency', { tenorYears: 0.25, carry: -0.001, ...bilateral }, (x) => -x[3]),
  unit('forward:GBP:0.25', 'currency', { tenorYears: 0.25, carry: -0.0005, ...bilateral }, (x) => -x[4]),
  unit(
    'put:EUR:1',
    'currency',
    { tenorYears: 1, carry: -0.012, ...bilateral },
    (x) => Math.max(0, -x[3] - 0.03) - 0.012,
  ),
  unit('swap:USD:10', 'rates', { tenorYears: 10, carry: -0.0005, direction: 'both', ...cleared }, (x) => -8 * x[0]),
  unit('swap:USD:30', 'rates', { tenorYears: 30, carry: -0.001, direction: 'both', ...cleared }, (x) => -18 * x[1]),
  unit(
    'zero-coupon-swap:USD:20',
    'inflation',
    { tenorYears: 20, carry: -0.001, cleared: false, margin: 0.04 },
    (x) => 15 * x[2],
  ),
  unit(
    'index-cds:USD-IG:5',
    'credit',
    { tenorYears: 5, carry: -0.002, cleared: true, margin: 0.02 },
    (x) => 4.5 * x[5],
  ),
]

function domainSet(
  domain: HedgeDomain,
  list: readonly { readonly id: string; readonly ratio: number; readonly trades: readonly HedgeTrade[] }[],
): StrategySet {
  const strategies = [{ id: 'none', ratio: 0, trades: [] }, ...list].map((entry): Strategy => ({
    ...entry,
    domain,
    style: entry.id,
    label: entry.id,
    effectiveness: null,
    annualCost: 0,
    notional: 0,
    limits: [],
  }))
  return { domain, strategies, recommended: 'none', reasons: [], unhedgeable: [] }
}

const sized = (id: string, ratio: number, trades: readonly (readonly [string, number])[]) => ({
  id: `${id}-${ratio * 100}`,
  ratio,
  trades: trades.map(([instrument, quantity]) => ({ instrument, quantity: quantity * ratio })),
})

/** A made-up fund of 25 billion whose hedges are linear but for a put; 300 packages. */
export function smallStudy(
  options: {
    readonly scenarios?: number
    readonly seed?: number
    /** Multiplies the fund, the strategies and the market's daily volume. */
    readonly scale?: number
    /** Of the surplus to each factor. */
    readonly exposures?: readonly number[]
    readonly mandate?: HedgingMandate
    readonly charges?: TradeCharges
  } = {},
): PackageStudy {
  const { scenarios = 1000, seed = 7, scale = 1, mandate = smallMandate() } = options
  const universe = units.map(({ instrument }) => ({
    ...instrument,
    dealing: { ...instrument.dealing, dailyVolume: instrument.dealing.dailyVolume * scale },
  }))
  const surplus = (options.exposures ?? exposures).map((value) => value * scale)
  const strategies = [
    domainSet('currency', [
      ...[0.5, 0.75, 1].map((ratio) =>
        sized('forward', ratio, [
          ['forward:EUR:0.25', 5e9],
          ['forward:GBP:0.25', 2e9],
        ]),
      ),
      sized('put', 1, [
        ['put:EUR:1', 5e9],
        ['forward:GBP:0.25', 2e9],
      ]),
    ]),
    domainSet('rates', [
      ...[0.5, 0.75, 1].map((ratio) =>
        sized('swaps', ratio, [
          ['swap:USD:10', 8.25e9],
          ['swap:USD:30', 10e9],
        ]),
      ),
      sized('long-swap', 1, [['swap:USD:30', 13e9]]),
    ]),
    domainSet(
      'inflation',
      [0.5, 1].map((ratio) => sized('inflation', ratio, [['zero-coupon-swap:USD:20', 4e9]])),
    ),
    domainSet(
      'credit',
      [0.5, 0.8, 1].map((ratio) => sized('index', ratio, [['index-cds:USD-IG:5', 10e9]])),
    ),
  ].map((set) => ({
    ...set,
    strategies: set.strategies.map((strategy) => ({
      ...strategy,
      trades: strategy.trades.map(({ instrument, quantity }) => ({ instrument, quantity: quantity * scale })),
    })),
  }))
  return {
    mandate,
    universe,
    strategies,
    profits: linearProfits(scenarios, seed, surplus),
    fund: {
      assets: 25e9 * scale,
      liabilities: 22e9 * scale,
      moneyDuration: -(surplus[0] + surplus[1]),
      unitMoneyDurations: [0, 0, 0, 8, 18, 0, 0],
    },
    charges: options.charges ?? notionalCharges(universe),
    capacities: universe.map(({ dealing }) => 5 * dealing.dailyVolume),
    liquidity: yieldMoves(scale),
    stresses: smallStresses(surplus),
  }
}

/** Yields up and down by 250 bp: 9 billion of cash, nothing called by what runs already. */
function yieldMoves(scale: number): PackageStudy['liquidity'] {
  return [0.025, -0.025].map((move) => {
    const moves = factors.map(({ group }) => (group === 'rates' ? move : 0))
    return {
      shockBp: move * 1e4,
      fundCall: 0,
      available: 9e9 * scale,
      unitCalls: units.map(({ instrument, profit }) => (instrument.dealing.cleared ? 0 - profit(moves) : 0)),
      returned: units.map(({ instrument }) => instrument.dealing.cleared),
    }
  })
}

/** Factor moves by name; groups that are not named stay. */
const stressMoves: readonly (readonly [string, PackageStudy['stresses'][number]['group'], readonly number[]])[] = [
  ['rates-up', 'rates', [0.02, 0.02, 0, 0, 0, 0, 0, 0]],
  ['rates-down', 'rates', [-0.02, -0.02, 0, 0, 0, 0, 0, 0]],
  ['rates-flatter', 'rates', [0.002, -0.0075, 0, 0, 0, 0, 0, 0]],
  ['inflation-up', 'inflation', [0, 0, 0.01, 0, 0, 0, 0, 0]],
  ['currency-EUR-fall', 'currency', [0, 0, 0, -0.16, 0, 0, 0, 0]],
  ['currency-all-fall', 'currency', [0, 0, 0, -0.16, -0.16, 0, 0, 0]],
  ['spreads-wider', 'credit', [0, 0, 0, 0, 0, 0.03, 0.03, 0]],
]

function smallStresses(surplus: readonly number[]): PackageStudy['stresses'] {
  return stressMoves.map(([id, group, moves]) => ({
    id,
    label: `Stress ${id}`,
    group,
    fund: surplus.reduce((sum, exposure, f) => sum + exposure * moves[f], 0),
    units: units.map(({ profit }) => profit(moves)),
  }))
}

/** A credit adjustment of 0.1 bp of notional for each year of tenor of what is not cleared. */
function notionalCharges(universe: readonly HedgeInstrument[]): TradeCharges {
  const none = { value: 0, standardError: 0, count: 100 }
  return (trades) => {
    const value = trades.reduce((sum, { instrument, quantity }) => {
      const { dealing, tenorYears } = universe.find(({ id }) => id === instrument)!
      return dealing.cleared ? sum : sum + Math.abs(quantity) * tenorYears * 1e-5
    }, 0)
    const cva = { value, standardError: value / 20, count: 100 }
    const annual = { ...cva, value: value / 5, standardError: value / 100 }
    return { charges: { cva, dva: none, fva: none, mva: none, total: cva }, annual }
  }
}

const views: readonly ScenarioView[] = ['all', 'rates', 'inflation', 'currency', 'credit', 'equity', 'volatility']

function linearProfits(scenarios: number, seed: number, surplus: readonly number[]): ScenarioProfits {
  const fund = Object.fromEntries(views.map((view) => [view, new Float64Array(scenarios)]))
  const unitProfits = Object.fromEntries(
    views.map((view) => [view, units.map(() => new Float64Array(scenarios))] as const),
  )
  const normals = new Float64Array(factors.length)
  const state = new Int32Array(4)
  for (let s = 0; s < scenarios; s++) {
    openStream(seed, 0, s, state)
    fillNormals(state, normals, normals.length)
    const moves = factors.map(({ group, deviation }, f) => {
      const partner = factors.findIndex((other) => other.group === group)
      const own = partner === f ? normals[f] : shared * normals[partner] + Math.sqrt(1 - shared ** 2) * normals[f]
      return deviation * own
    })
    for (const view of views) {
      const seen = moves.map((move, f) => (view === 'all' || factors[f].group === view ? move : 0))
      fund[view][s] = surplus.reduce((sum, exposure, f) => sum + exposure * seen[f], 0)
      units.forEach(({ profit }, i) => (unitProfits[view][i][s] = profit(seen)))
    }
  }
  return { scenarios, fund, units: unitProfits } as unknown as ScenarioProfits
}
