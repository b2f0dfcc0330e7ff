import { createHash } from 'node:crypto'
import type { FundHoldings, Holding, HoldingKind, HoldingOf, LiabilityFlow, MarketSnapshot } from '@tutti/market'
import { inProcessContext, type InProcessContext, type InProcessOptions } from '../testing/in-process-context.ts'
import type { HedgingInput } from './hedging-case.ts'
import { hedgingStudy } from './hedging-study.ts'
import { type HedgingMandate, validHedgingMandate } from './mandate/index.ts'
import { madeUpHedgingSnapshot, snapshotWith } from './market/made-up-market.fixture.ts'
import type { HedgingResult } from './result.ts'

type Keys = Readonly<Record<string, unknown>>

/** Terms of dealing of the kinds that the made-up fund may trade; volumes in dollars, multiplied by `scale`. */
function dealing(scale: number): Keys {
  const volumes = {
    forward: 20e6,
    put: 20e6,
    collar: 20e6,
    'cross-currency-swap': 20e6,
    swap: 60e6,
    'forward-starting-swap': 60e6,
    swaption: 20e6,
    future: 60e6,
    'zero-coupon-swap': 20e6,
    cds: 4e6,
    'index-cds': 30e6,
    'total-return-swap': 10e6,
  }
  return Object.fromEntries(Object.entries(volumes).map(([kind, volume]) => [kind, { daily_volume: volume * scale }]))
}

/** How a small mandate differs: groups of keys are merged one level deep, the rest is replaced. */
export interface MandateChange {
  /** Of what is money in it: volumes, limits of counterparties, thresholds, minimum transfers. */
  readonly scale?: number
  readonly objectives?: Keys
  readonly limits?: Keys | undefined
  readonly instruments?: Keys
}

/** Limits that a study is free of: the score alone chooses. */
export const noLimits: Keys = {
  total_cost_bp: null,
  initial_margin_percent: null,
  within_execution_window: false,
  within_collateral_buffer: false,
  currency: { cost_limit_percent: null, minimum_effectiveness: 0 },
  rates: { maximum_duration_gap_years: 50, minimum_effectiveness: 0 },
  inflation: { minimum_effectiveness: 0 },
  credit: { cost_limit_percent: null, minimum_protection: 0 },
}

/** What the small mandate asks for; costs are free, and the window and the buffer are left to the tests that look at them. */
const floors: Keys = {
  currency: { cost_limit_percent: null, minimum_effectiveness: 0.85 },
  rates: { maximum_duration_gap_years: 5, minimum_effectiveness: 0.8 },
  inflation: { minimum_effectiveness: 0.2 },
  credit: { cost_limit_percent: null, minimum_protection: 0.3 },
}

/** A dollar fund's mandate on the made-up market of two years: one kind of hedge in each domain, two counterparties, one replay. */
export function smallHedgingMandate(change: MandateChange = {}): HedgingMandate {
  const { scale = 1 } = change
  return validHedgingMandate(
    {
      name: 'A small made-up fund',
      objectives: { ...change.objectives },
      limits: { ...noLimits, ...floors, ...change.limits },
      instruments: {
        currency: { allowed: ['forward'], tenors_years: [0.25], ratios: [0.5, 1] },
        rates: { allowed: ['swap'], tenors_years: [10, 30], ratios: [0.5, 1] },
        inflation: { allowed: ['zero-coupon-swap'], tenors_years: [10], ratios: [1] },
        credit: { allowed: ['index-cds'], ratios: [0.5, 1] },
        ...change.instruments,
      },
      dealing: dealing(scale),
      counterparties: [
        {
          id: 'alpha',
          cds_spread_bp: 60,
          exposure_limit: 20e6 * scale,
          csa: { threshold: 0, minimum_transfer: 5e3 * scale },
        },
        {
          id: 'beta',
          cds_spread_bp: 110,
          exposure_limit: 10e6 * scale,
          csa: { threshold: 0.1e6 * scale, minimum_transfer: 1e4 * scale },
          wrong_way_correlation: 0.3,
        },
      ],
      market: {
        currencies: {
          USD: {
            curve: 'par-curve:USD-MADE-UP',
            break_even: [
              { years: 5, series: 'spread:BREAKEVEN-5Y' },
              { years: 10, series: 'spread:BREAKEVEN-10Y' },
            ],
          },
          EUR: {
            curve: 'zero-curve:EUR-MADE-UP',
            break_even: 'zero-curve:EUR-BREAKEVEN',
            fx: 'fx:EURUSD',
            basis_bp: -20,
          },
        },
        equities: { WORLD: { series: 'equity-index:WORLD', currency: 'USD' } },
        spreads: { 'USD-A': { series: 'spread:A' }, 'USD-BBB': { series: 'spread:BBB' } },
        credit_indices: [{ bucket: 'USD-BBB', currency: 'USD' }],
      },
      scenarios: { count: 250, history_years: 2, exposure_paths: 128 },
      replays: [{ name: 'Spring of the made-up market', start: '2020-03-02', end: '2020-04-03' }],
      accounting: { months: 12 },
    },
    'small.yaml',
  )
}

/** A holding with the fields that no test looks at filled in. */
export function held<K extends HoldingKind>(
  kind: K,
  fields: Omit<HoldingOf<K>, 'kind' | 'name' | 'issuer' | 'rating' | 'sector' | 'line'> & Partial<HoldingOf<K>>,
): Holding {
  const plain = { name: fields.id, issuer: null, rating: null, sector: null, line: 2 }
  return { ...plain, ...fields, kind } as unknown as Holding
}

/** A payment that is owed in June of a year. */
export function owed(year: number, amount: number, more: Partial<LiabilityFlow> = {}): LiabilityFlow {
  return { date: `${year}-06-30`, currency: 'USD', amount, indexation: 'fixed', group: null, line: 2, ...more }
}

const government = { issuer: 'A state', rating: 'AAA', sector: 'government' }
const maker = { issuer: 'A maker', rating: 'BBB', sector: 'industrial' }
const halfYearly = { frequency: 2, cleanPrice: null }

/** What the small fund holds: 100 million dollars in five lines and a running forward. */
export function smallPortfolio(scale = 1): Holding[] {
  return [
    held('cash', { id: 'cash', currency: 'USD', marketValue: 6e6 * scale, counterparty: null }),
    held('bond', { id: 'gov-usd', currency: 'USD', nominal: 30e6 * scale, coupon: 0.025, maturity: '2030-12-15', ...halfYearly, ...government }),
    held('bond', { id: 'corp-usd', currency: 'USD', nominal: 18e6 * scale, coupon: 0.035, maturity: '2028-06-15', ...halfYearly, ...maker }),
    held('bond', { id: 'gov-eur', currency: 'EUR', nominal: 16e6 * scale, coupon: 0.01, maturity: '2032-12-15', ...halfYearly, ...government }),
    held('equity-fund', { id: 'world', currency: 'USD', marketValue: 22e6 * scale, index: 'WORLD', beta: null }),
    held('fx-forward', { id: 'running-forward', currency: 'USD', nominal: 2.5e6 * scale, counterCurrency: 'EUR', counterNominal: 2e6 * scale, maturity: '2021-03-15', counterparty: 'alpha' }),
  ] // prettier-ignore
}

/** What it owes: ten payments over thirty years, three of them linked to inflation, one in euros. */
export function smallLiabilities(scale = 1): LiabilityFlow[] {
  const linked = { indexation: 'inflation-linked' } as const
  return [
    owed(2023, 6e6 * scale),
    owed(2026, 9e6 * scale),
    owed(2029, 5e6 * scale, { currency: 'EUR' }),
    owed(2031, 14e6 * scale),
    owed(2032, 8e6 * scale, linked),
    owed(2036, 17e6 * scale),
    owed(2037, 9e6 * scale, linked),
    owed(2041, 20e6 * scale),
    owed(2042, 8e6 * scale, linked),
    owed(2050, 20e6 * scale),
  ]
}

/** The made-up market with a dollar curve that falls from 4 % to 2.5 %: receiving long rates costs carry. */
function invertedMarket(): MarketSnapshot {
  const made = madeUpHedgingSnapshot()
  const dollar = made.curves.get('par-curve:USD-MADE-UP')!
  const { tenorsYears, rates } = dollar
  const inverted = rates.map((rate, i) => rate + 0.02 - 0.0009 * tenorsYears[i % tenorsYears.length])
  return snapshotWith(made, [{ ...dollar, rates: inverted }])
}
const snapshot = invertedMarket()

/** A fund on the made-up market; its files are known by their content, as those of a real one are. */
export function smallInput(
  options: {
    readonly mandate?: HedgingMandate
    readonly portfolio?: readonly Holding[]
    readonly liabilities?: readonly LiabilityFlow[]
    readonly seed?: number
    readonly snapshot?: MarketSnapshot
  } = {},
): HedgingInput {
  const { mandate = smallHedgingMandate(), portfolio = smallPortfolio(), liabilities = smallLiabilities() } = options
  const source = (file: string, rows: readonly unknown[]) => {
    const text = JSON.stringify(rows)
    const sha256 = createHash('sha256').update(text).digest('hex')
    return { file, sha256, bytes: text.length, rows: rows.length }
  }
  const holdings: FundHoldings = {
    holdings: portfolio,
    liabilities: { flows: liabilities, members: [] },
    sources: [source('portfolio.csv', portfolio), source('liabilities.csv', liabilities)],
    warnings: [],
  }
  return { mandate, holdings, snapshot: options.snapshot ?? snapshot, seed: options.seed ?? 3 }
}

/** A study in this process, with what its context saw. */
export async function studied(
  input: HedgingInput = smallInput(),
  options: InProcessOptions = {},
): Promise<{ readonly result: HedgingResult; readonly context: InProcessContext }> {
  const context = inProcessContext(options)
  const result = await hedgingStudy(context, input)
  return { result, context }
}

/** What the study of an input knows once all packages are compared, without the examination of the choice. */
export async function comparison(
  input: HedgingInput,
): Promise<HedgingResult['selection'] & Pick<HedgingResult, 'exposures'>> {
  const steps = new Map<string, string>()
  const enough = new Error('enough is known')
  const beforeStep = (name: string): void => {
    if (name === 'counterparties') throw enough
  }
  try {
    await studied(input, { steps, beforeStep })
  } catch (error) {
    if (error !== enough) throw error
  }
  const valueOf = (name: string): object =>
    JSON.parse([...steps].find(([key]) => key.startsWith(`["${name}"`))![1]) as object
  return { ...valueOf('portfolio-manager'), ...valueOf('packages') } as never
}
