import { type HedgingInput, type HedgingResult, hedgingStudy, validHedgingMandate } from '@tutti/workflows/hedging'
import { smallHedgingMarket } from './small-hedging-market.ts'

type Context = Parameters<typeof hedgingStudy>[0]
type Holdings = HedgingInput['holdings']

/** What the small study is like. */
export interface SmallHedgingVariant {
  readonly name: string
  /** Name of a bond and its issuer, and of the replayed window. */
  readonly issuer: string
  readonly window: string
  readonly limits: Readonly<Record<string, unknown>>
  /** A cost of capital of zero makes every hedge that costs anything too dear. */
  readonly costOfCapital: number
  readonly allowed: boolean
  /** Whether its limits leave so little to deal a day that the execution trader fails. */
  readonly untradable: boolean
  readonly origin: 'real' | 'simulated'
}

const standard: SmallHedgingVariant = {
  name: 'A small fund',
  issuer: 'Made-up Industries',
  window: 'A rough half-year',
  limits: { total_cost_bp: null, credit: { cost_limit_percent: null, minimum_protection: 0.5 } },
  costOfCapital: 0.06,
  allowed: true,
  untradable: false,
  origin: 'simulated',
}

/**
 * The real study of a made-up fund of five holdings and two currencies on 200 scenarios, for tests of reports. Same variant,
 * same result.
 */
export function smallHedgingResult(variant: Partial<SmallHedgingVariant> = {}): Promise<HedgingResult> {
  const all = { ...standard, ...variant }
  return hedgingStudy(plainContext(), {
    mandate: mandateOf(all),
    holdings: holdingsOf(all),
    snapshot: { ...smallHedgingMarket(), origin: all.origin },
    seed: 7,
  })
}

function mandateOf({
  name,
  window,
  limits,
  costOfCapital,
  allowed,
  untradable,
}: SmallHedgingVariant): HedgingInput['mandate'] {
  const none = { allowed: [] }
  return validHedgingMandate(
    {
      name,
      objectives: { cost_of_capital: costOfCapital },
      limits: untradable ? { ...limits, within_execution_window: false } : limits,
      ...(untradable ? { execution: { max_market_impact_bp: 1e-160 } } : {}),
      instruments: allowed
        ? {
            currency: { allowed: ['forward', 'put'], tenors_years: [0.25], ratios: [0.5, 1] },
            rates: { allowed: ['swap'], tenors_years: [5, 30], ratios: [0.5, 1] },
            inflation: { allowed: ['zero-coupon-swap'], tenors_years: [10], ratios: [1] },
            credit: { allowed: ['index-cds'], ratios: [1] },
          }
        : { currency: none, rates: none, inflation: none, credit: none },
      counterparties: [
        { id: 'BANK-ONE', cds_spread_bp: 60, exposure_limit: 1e9, csa: {}, wrong_way_correlation: 0.2 },
        { id: 'BANK-TWO', cds_spread_bp: 90, exposure_limit: 1e9, csa: null },
      ],
      market: {
        currencies: {
          USD: { curve: 'zero-curve:USD', break_even: 'zero-curve:USD-BREAKEVEN' },
          EUR: { curve: 'zero-curve:EUR', fx: 'fx:EURUSD' },
        },
        equities: { WORLD: { series: 'equity-index:WORLD', currency: 'USD' } },
        spreads: { 'USD-BBB': { series: 'spread:USD-BBB', rating: 'BBB' }, 'USD-IG': { series: 'spread:USD-BBB' } },
        credit_indices: [{ bucket: 'USD-IG', currency: 'USD' }],
      },
      scenarios: { count: 200, exposure_paths: 128, history_years: 2 },
      replays: [
        { name: window, start: '2019-06-03', end: '2019-12-02' },
        { name: 'Before all history', start: '1990-01-01', end: '1990-06-30' },
      ],
      accounting: { months: 12 },
    },
    'made-up.yaml',
  )
}

function holdingsOf({ issuer }: SmallHedgingVariant): Holdings {
  const plain = { issuer: null, rating: null, sector: null }
  const holdings = [
    {
      ...plain,
      id: 'CASH',
      name: 'Cash',
      kind: 'cash',
      currency: 'USD',
      marketValue: 60e6,
      counterparty: null,
      line: 2,
    },
    {
      ...plain,
      id: 'GOV',
      name: 'Government bond',
      sector: 'government',
      rating: 'AA',
      kind: 'bond',
      currency: 'USD',
      nominal: 300e6,
      coupon: 0.03,
      frequency: 1,
      maturity: '2030-12-31',
      cleanPrice: null,
      line: 3,
    },
    {
      id: 'CORP',
      name: issuer,
      issuer,
      rating: 'BBB',
      sector: 'energy',
      kind: 'bond',
      currency: 'USD',
      nominal: 200e6,
      coupon: 0.04,
      frequency: 2,
      maturity: '2027-06-30',
      cleanPrice: null,
      line: 4,
    },
    {
      ...plain,
      id: 'EQUITY',
      name: 'Equities',
      kind: 'equity-fund',
      currency: 'USD',
      marketValue: 150e6,
      index: 'WORLD',
      beta: null,
      line: 5,
    },
    {
      ...plain,
      id: 'EUROS',
      name: 'Euro cash',
      kind: 'cash',
      currency: 'EUR',
      marketValue: 150e6,
      counterparty: null,
      line: 6,
    },
  ]
  const flows = Array.from({ length: 25 }, (_, i) => ({
    date: `${2021 + i}-12-31`,
    currency: 'USD',
    amount: 40e6,
    indexation: i % 2 === 0 ? 'fixed' : 'inflation-linked',
    group: null,
    line: i + 2,
  }))
  const file = (name: string, rows: number) => ({ file: name, sha256: 'ab'.repeat(32), bytes: 1000, rows })
  return {
    holdings,
    liabilities: { flows, members: [] },
    sources: [file('portfolio.csv', holdings.length), file('liabilities.csv', flows.length)],
    warnings: [],
  } as unknown as Holdings
}

/** Everything in this thread, nothing kept; values of steps pass through JSON as they do in a store. */
function plainContext(): Context {
  return {
    signal: new AbortController().signal,
    map: async (kernel, job, shards) => {
      const module = (await import(kernel.module)) as Record<string, (job: unknown) => (shard: number) => void>
      const run = module[kernel.name](job)
      for (let shard = 0; shard < shards; shard++) run(shard)
    },
    step: async (_name, _inputs, _seed, compute) => JSON.parse(JSON.stringify(await compute())),
    elapsedSeconds: () => 0,
    progress: () => {},
  }
}
