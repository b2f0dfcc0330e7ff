import { curveHistoryId, seriesId } from '../ids/index.ts'
import { indexMaxGapDays, indexName } from './index-names.ts'
import type { KnownGap, KnownLayout, SeriesTarget, Target } from './layout.ts'

/** Longest gap between two dates of daily data: a week, as after 2001-09-10. Monthly data: 31 days. */
const dailyGapDays = 7
const monthlyGapDays = 31

const treasuryTenors: readonly (readonly [column: string, years: number, name: string])[] = [
  ['DGS1MO', 1 / 12, '1M'],
  ['DGS3MO', 0.25, '3M'],
  ['DGS6MO', 0.5, '6M'],
  ['DGS1', 1, '1Y'],
  ['DGS2', 2, '2Y'],
  ['DGS3', 3, '3Y'],
  ['DGS5', 5, '5Y'],
  ['DGS7', 7, '7Y'],
  ['DGS10', 10, '10Y'],
  ['DGS20', 20, '20Y'],
  ['DGS30', 30, '30Y'],
]

const no30Y: KnownGap = { last: '2002-02-15', next: '2006-02-09', reason: 'the Treasury published no 30-year rate' }
const no1YBill: KnownGap = { last: '2001-08-24', next: '2008-06-03', reason: 'the Treasury sold no one-year bill' }

/** Closures of the New York Stock Exchange longer than a week. */
const newYorkClosures: readonly KnownGap[] = [
  { last: '1914-07-30', next: '1914-12-12', reason: 'closed at the outbreak of the First World War' },
  { last: '1933-03-03', next: '1933-03-15', reason: 'bank holiday' },
]

function rate(id: string, column: string, convention: string, more: Partial<SeriesTarget> = {}): SeriesTarget {
  return { kind: 'series', id: seriesId(id), column, unit: 'percent', convention, ...more }
}

function indexLevel(id: string, column: string, name: string): SeriesTarget {
  const maxGapDays = indexMaxGapDays(name)
  return { kind: 'series', id: seriesId(id), column, unit: 'index', maxGapDays, knownGaps: newYorkClosures }
}

function ohlcTargets(name: string): readonly Target[] {
  return [
    indexLevel(`equity-index:${name}-OHLC`, 'close', name),
    ...['open', 'high', 'low'].map((column) => indexLevel(`equity-index:${name}-OHLC-${column}`, column, name)),
  ]
}

function adjustedPrices(columns: readonly string[]): readonly Target[] {
  return columns.map((column) => ({
    kind: 'series',
    id: seriesId(`total-return:${column}`),
    column,
    unit: 'price',
    convention: 'adjusted for splits and distributions',
  }))
}

function numbers(first: number, last: number, step: number): number[] {
  return Array.from({ length: Math.round((last - first) / step) + 1 }, (_, i) => first + i * step)
}

const corporateRatings = ['IG', 'AAA', 'AA', 'A', 'BBB', 'HY', 'BB', 'B', 'CCC']

/** Every layout that is recognised without a `market.yaml`. `docs/market-data.md` explains them. */
export const knownLayouts: readonly KnownLayout[] = [
  {
    name: 'price-index',
    pattern: /(?:^|\/)(?<name>[a-z0-9_]+)_price_index_daily\.csv$/,
    example: 'equity_index/<name>_price_index_daily.csv',
    header: 'date,close',
    dates: 'day',
    maxGapDays: dailyGapDays,
    idKind: 'equity-index',
    targets: (stem) => [indexLevel(`equity-index:${indexName(stem)}`, 'close', indexName(stem))],
  },
  {
    name: 'ohlc-index',
    pattern: /(?:^|\/)(?<name>[a-z0-9_]+)_ohlcv_daily\.csv$/,
    example: 'equity_index/<name>_ohlcv_daily.csv',
    header: 'date,open,high,low,close (adj_close and volume are not read)',
    dates: 'day',
    maxGapDays: dailyGapDays,
    idKind: 'equity-index',
    targets: (stem) => ohlcTargets(indexName(stem)),
  },
  {
    name: 'vol-index',
    pattern: /(?:^|\/)(?<name>v[a-z0-9]+)_(?:close|ohlc)_daily\.csv$/,
    example: 'volatility/<name>_close_daily.csv',
    header: 'date,close',
    dates: 'day',
    maxGapDays: dailyGapDays,
    idKind: 'vol-index',
    targets: (name) => [{ kind: 'series', id: seriesId(`vol-index:${name}`), column: 'close', unit: 'vol-points' }],
  },
  {
    name: 'us-treasury-cmt',
    pattern: /(?:^|\/)us_treasury_cmt_daily\.csv$/,
    example: 'rates/us_treasury_cmt_daily.csv',
    header: `date,${treasuryTenors.map(([column]) => column).join(',')}`,
    dates: 'day',
    maxGapDays: dailyGapDays,
    targets: () => [
      {
        kind: 'curve',
        id: curveHistoryId('par-curve:USD-TREASURY'),
        curveKind: 'par',
        compounding: 'semi-annual',
        unit: 'percent',
        tenors: treasuryTenors.map(([column, years]) => ({ column, years })),
      },
      ...treasuryTenors.map(([column, , name]) =>
        rate(`yield:USD-TREASURY-${name}`, column, 'constant-maturity par yield, semi-annual bond equivalent', {
          knownGaps: column === 'DGS30' ? [no30Y] : [],
        }),
      ),
    ],
  },
  {
    name: 'us-zero-gsw',
    pattern: /(?:^|\/)us_zero_coupon_gsw_daily\.csv$/,
    example: 'rates/us_zero_coupon_gsw_daily.csv',
    header: 'date,1,2,…,30',
    dates: 'day',
    maxGapDays: dailyGapDays,
    targets: () => [
      {
        kind: 'curve',
        id: curveHistoryId('zero-curve:USD-GSW'),
        curveKind: 'zero',
        compounding: 'continuous',
        unit: 'percent',
        tenors: numbers(1, 30, 1).map((years) => ({ column: String(years), years })),
      },
    ],
  },
  {
    name: 'us-money-market',
    pattern: /(?:^|\/)us_money_market_daily\.csv$/,
    example: 'rates/us_money_market_daily.csv',
    header: 'date,DTB3,DTB6,DTB1YR,DFF,USD1MTD156N,USD3MTD156N,USD6MTD156N,USD12MD156N',
    dates: 'day',
    maxGapDays: dailyGapDays,
    targets: () => [
      rate('yield:USD-TBILL-3M', 'DTB3', 'bank discount, actual/360', { unit: 'percent-discount' }),
      rate('yield:USD-TBILL-6M', 'DTB6', 'bank discount, actual/360', { unit: 'percent-discount' }),
      rate('yield:USD-TBILL-1Y', 'DTB1YR', 'bank discount, actual/360', {
        unit: 'percent-discount',
        knownGaps: [no1YBill],
      }),
      rate('yield:USD-FEDFUNDS', 'DFF', 'overnight, simple, actual/360, every calendar day'),
      rate('yield:USD-LIBOR-1M', 'USD1MTD156N', 'simple, actual/360'),
      rate('yield:USD-LIBOR-3M', 'USD3MTD156N', 'simple, actual/360'),
      rate('yield:USD-LIBOR-6M', 'USD6MTD156N', 'simple, actual/360'),
      rate('yield:USD-LIBOR-12M', 'USD12MD156N', 'simple, actual/360'),
    ],
  },
  {
    name: 'us-swap-rates',
    pattern: /(?:^|\/)us_swap_rates_isda_daily\.csv$/,
    example: 'rates/us_swap_rates_isda_daily.csv',
    header: 'date,DSWP1,DSWP2,DSWP3,DSWP4,DSWP5,DSWP7,DSWP10,DSWP30',
    dates: 'day',
    maxGapDays: dailyGapDays,
    targets: () => [
      {
        kind: 'curve',
        id: curveHistoryId('par-curve:USD-SWAP'),
        curveKind: 'par',
        compounding: 'semi-annual',
        unit: 'percent',
        tenors: [1, 2, 3, 4, 5, 7, 10, 30].map((years) => ({ column: `DSWP${years}`, years })),
      },
    ],
  },
  {
    name: 'us-tips-real-yields',
    pattern: /(?:^|\/)us_tips_real_yields_daily\.csv$/,
    example: 'rates/us_tips_real_yields_daily.csv',
    header: 'date,DFII5,DFII7,DFII10,DFII20,DFII30,T5YIE,T10YIE,T5YIFR',
    dates: 'day',
    maxGapDays: dailyGapDays,
    targets: () => [
      {
        kind: 'curve',
        id: curveHistoryId('par-curve:USD-TIPS'),
        curveKind: 'par',
        compounding: 'semi-annual',
        unit: 'percent',
        tenors: [5, 7, 10, 20, 30].map((years) => ({ column: `DFII${years}`, years })),
      },
      { kind: 'series', id: seriesId('spread:USD-BREAKEVEN-5Y'), column: 'T5YIE', unit: 'percent' },
      { kind: 'series', id: seriesId('spread:USD-BREAKEVEN-10Y'), column: 'T10YIE', unit: 'percent' },
      { kind: 'series', id: seriesId('spread:USD-BREAKEVEN-5Y5Y'), column: 'T5YIFR', unit: 'percent' },
    ],
  },
  {
    name: 'us-hqm-spot',
    pattern: /(?:^|\/)us_treasury_hqm_corporate_spot_monthly\.csv$/,
    example: 'pension/us_treasury_hqm_corporate_spot_monthly.csv',
    header: 'date,0.5,1,1.5,…,100',
    dates: 'month',
    maxGapDays: monthlyGapDays,
    targets: () => [
      {
        kind: 'curve',
        id: curveHistoryId('zero-curve:USD-HQM'),
        curveKind: 'zero',
        compounding: 'semi-annual',
        unit: 'percent',
        tenors: numbers(0.5, 100, 0.5).map((years) => ({ column: String(years), years })),
      },
    ],
  },
  {
    name: 'shiller-us',
    pattern: /(?:^|\/)shiller_us_stock_bond_cpi_cape_monthly\.csv$/,
    example: 'macro/shiller_us_stock_bond_cpi_cape_monthly.csv',
    header: 'date,sp_price,dividend,… (other columns are not read)',
    dates: 'month',
    maxGapDays: monthlyGapDays,
    targets: () => [
      {
        kind: 'series',
        id: seriesId('dividend:SP500'),
        column: 'dividend',
        over: 'sp_price',
        unit: 'decimal',
        convention: 'dividends of the trailing twelve months over the monthly average price',
      },
    ],
  },
  {
    name: 'adjusted-prices',
    pattern: /(?:^|\/)(?:etf|stocks)\/[^/]+_adjclose_daily\.csv$|^[^/]+_adjclose_daily\.csv$/,
    example: 'etf/multi_asset_etf_adjclose_daily.csv',
    header: 'date, then one column a ticker',
    dates: 'day',
    maxGapDays: dailyGapDays,
    idKind: 'total-return',
    idsFromHeader: true,
    targets: (_name, columns) => adjustedPrices(columns),
  },
  {
    name: 'ecb-reference-rates',
    pattern: /(?:^|\/)ecb_eur_reference_rates_daily\.csv$/,
    example: 'fx/ecb_eur_reference_rates_daily.csv',
    header: 'date, then one column a currency',
    dates: 'day',
    maxGapDays: dailyGapDays,
    idKind: 'fx',
    idsFromHeader: true,
    targets: (_name, columns) =>
      columns.map((column) => ({ kind: 'series', id: seriesId(`fx:EUR${column}`), column, unit: 'fx' })),
  },
  {
    name: 'gold',
    pattern: /(?:^|\/)gold_daily\.csv$/,
    example: 'commodities/gold_daily.csv',
    header: 'date,usd_per_oz',
    dates: 'day',
    maxGapDays: dailyGapDays,
    targets: () => [
      {
        kind: 'series',
        id: seriesId('commodity:GOLD'),
        column: 'usd_per_oz',
        unit: 'price',
        knownGaps: [{ last: '1970-01-01', next: '1978-12-29', reason: 'the source is quarterly before 1979' }],
      },
    ],
  },
  {
    name: 'us-corporate-yields',
    pattern: /(?:^|\/)us_corporate_effective_yield_by_rating_daily\.csv$/,
    example: 'credit/us_corporate_effective_yield_by_rating_daily.csv',
    header: `date,${corporateRatings.join(',')}`,
    dates: 'day',
    maxGapDays: dailyGapDays,
    targets: () => corporateRatings.map((rating) => rate(`yield:USD-CORPORATE-${rating}`, rating, 'effective yield')),
  },
  {
    name: 'us-corporate-spreads',
    pattern: /(?:^|\/)us_corporate_oas_by_rating_daily\.csv$/,
    example: 'credit/us_corporate_oas_by_rating_daily.csv',
    header: `date,${corporateRatings.join(',')}`,
    dates: 'day',
    maxGapDays: dailyGapDays,
    targets: () =>
      corporateRatings.map((rating) => rate(`spread:USD-CORPORATE-${rating}`, rating, 'option-adjusted spread')),
  },
]
