import { portfolioColumns } from '@tutti/market'
import { fundFigures } from './fund-figures.ts'
import { type PricingDay, pricingDay } from './fund-pricing.ts'
import { asOf } from './market-figures.ts'
import { type FundLine, physicalLines } from './simulated-bonds.ts'
import { forwardLines, inflationSwapLines, otherLines, swapLines } from './simulated-derivatives.ts'
import { liabilitiesCsv, liabilityStreams, liabilitySums } from './simulated-liabilities.ts'
import type { SimulatedMarket } from './simulated-market.ts'

const sum = (lines: readonly FundLine[], key: 'value' | 'pv01' | 'ie01'): number =>
  lines.reduce((total, line) => total + line[key], 0)

/** The last market day on or before a date. */
function dayBefore(market: SimulatedMarket): (date: string) => PricingDay {
  const known = new Map<string, PricingDay>()
  return (date) => {
    const found = known.get(date)
    if (found !== undefined) return found
    const index = market.dates.findLastIndex((each) => each <= date)
    const day = pricingDay(market, index)
    known.set(date, day)
    return day
  }
}

const quoted = (cell: string | number): string => (String(cell).includes(',') ? `"${cell}"` : String(cell))

/** Rows as CSV, a column only where some row has it, in the order of the portfolio's columns. */
function csv(rows: readonly FundLine['cells'][]): string {
  const columns = Object.keys(portfolioColumns).filter((column) => rows.some((row) => column in row))
  const lines = rows.map((row) => columns.map((column) => quoted(row[column] ?? '')).join(','))
  return `${[columns.join(','), ...lines].join('\n')}\n`
}

/** The fund as texts by file name: what it holds, and what it owes. Nothing in it belongs to anybody. */
export function fundFiles(market: SimulatedMarket): Map<string, string> {
  const days = dayBefore(market)
  const day = days(asOf)
  const assets = fundFigures.assets * 1e9
  const streams = liabilityStreams(day, assets / fundFigures.fundedRatio)
  const liabilities = liabilitySums(streams, day)
  const physical = physicalLines(day)
  const forwardsHeld = forwardLines(day)
  const inflation = inflationSwapLines(days, fundFigures.inflationHedged * liabilities.ie01 - sum(physical, 'ie01'))
  const bonds = sum(physical, 'pv01') + sum(inflation, 'pv01')
  const rates = swapLines(days, fundFigures.ratesHedged * liabilities.pv01 - bonds)
  const derivatives = [...rates, ...inflation, ...forwardsHeld]
  // the index fund takes up what the other lines leave of the assets
  const rest = assets - sum(physical, 'value') - sum(derivatives, 'value')
  const balanced = physical.map(({ cells, ...line }) =>
    cells.name === 'US index fund'
      ? { cells: { ...cells, marketValue: 1000 * Math.round((Number(cells.marketValue) + rest) / 1000) }, ...line }
      : { cells, ...line },
  )
  const rows = [...[...balanced, ...derivatives].map(({ cells }) => cells), ...otherLines(day, physical)]
  return new Map([
    ['portfolio.csv', csv(rows)],
    ['liabilities.csv', liabilitiesCsv(streams)],
  ])
}
