import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { validHedgingMandate } from '../mandate/index.ts'
import { hedgingRequirements } from '../market/index.ts'

const page = readFileSync(new URL('../../../../../docs/hedging-files.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text]) => text)

test('the parts of a mandate that the page of the fund’s files shows are valid, and ask for what its folder provides', () => {
  const part = (words: string): object => parse(blocks.find((text) => text.includes(words)) ?? '') as object
  const mandate = validHedgingMandate(
    {
      counterparties: [{ id: 'dealer', cds_spread_bp: 60, exposure_limit: 1e9, csa: null }],
      instruments: { credit: { allowed: ['cds'] } },
      ...part('break_even:'),
      ...part('mortality:'),
    },
    'the page',
  )
  assert.equal(mandate.members?.retirement_age, 65)
  // what the layouts of the page's market.yaml provide, by the table of docs/market-data.md
  assert.deepEqual(hedgingRequirements(mandate).require, [
    'equity-index:SP500',
    'fx:EURUSD',
    'par-curve:USD-TREASURY',
    'spread:USD-BREAKEVEN-10Y',
    'spread:USD-BREAKEVEN-5Y',
    'spread:USD-CORPORATE-A',
    'spread:USD-CORPORATE-BBB',
    'zero-curve:EUR-ESTR',
  ])
  const folder = blocks.find((text) => text.includes('origin: real')) ?? ''
  const layouts = (parse(folder) as { files: { layout: string }[] }).files.map(({ layout }) => layout)
  assert.deepEqual(layouts, [
    'us-treasury-cmt',
    'ecb-reference-rates',
    'us-corporate-spreads',
    'price-index',
    'us-tips-real-yields',
    'curve',
  ])
})
