import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { standardGovernance } from '../../governance/index.ts'
import { invalidInput } from '../../testing/invalid-input.ts'
import { parsedHedgingMandate, validHedgingMandate } from './parsed-mandate.ts'

const counterparty = { id: 'dealer', cds_spread_bp: 60, exposure_limit: 1e9, csa: null }
const least = {
  counterparties: [counterparty],
  market: { currencies: { USD: { curve: 'zero-curve:USD-X' } }, spreads: {}, equities: {} },
}

const problemsOf = (value: unknown): string[] => {
  const { problems = [] } = invalidInput(() => validHedgingMandate(value, 'm.yaml')).details
  return problems.map(({ field, message }) => `${field}: ${message}`)
}

test('a mandate needs its counterparties and its market; all else has the figures of the document', () => {
  const { limits, objectives, execution, stress, collateral } = validHedgingMandate(least, 'm.yaml')
  assert.equal(limits.total_cost_bp, 25)
  assert.deepEqual(
    [limits.currency.minimum_effectiveness, limits.rates.minimum_effectiveness, limits.credit.minimum_protection],
    [0.85, 0.9, 0.8],
  )
  assert.deepEqual([limits.currency.cost_limit_percent, limits.credit.cost_limit_percent], [0.15, 0.25])
  assert.equal(limits.rates.maximum_duration_gap_years, 0.5)
  assert.deepEqual([objectives.effectiveness_target, objectives.carry_credit], [0.92, 0])
  assert.deepEqual(
    [execution.max_daily_volume_percent, execution.max_market_impact_bp, execution.window_days],
    [15, 3, 5],
  )
  assert.deepEqual(
    [stress.currency_move, stress.parallel_bp, stress.steepening_bp, stress.spread_bp],
    [0.15, 200, 150, 300],
  )
  assert.deepEqual([collateral.buffer_bp, collateral.replenish_days], [250, 5])
  assert.deepEqual(
    problemsOf({}).map((text) => text.split(':')[0]),
    ['counterparties', 'market'],
  )
})

test('a mandate says who approves under governance, with the defaults of every workflow, and four eyes need an approval', () => {
  assert.deepEqual(validHedgingMandate(least, 'm.yaml').governance, standardGovernance())
  const approval = { required: true, approvers: ['The chair', 'The treasurer'], four_eyes: true }
  assert.deepEqual(validHedgingMandate({ ...least, governance: { approval } }, 'm.yaml').governance.approval, approval)
  assert.match(
    problemsOf({ ...least, governance: { approval: { four_eyes: true } } }).join(' '),
    /governance\.approval: four_eyes needs required: true/,
  )
})

test('the example mandate is read, and says the same as a value', () => {
  const file = new URL('../../../../../examples/04-hedging/mandate.yaml', import.meta.url)
  const mandate = parsedHedgingMandate(readFileSync(file, 'utf8'), 'mandate.yaml')
  assert.deepEqual(validHedgingMandate(JSON.parse(JSON.stringify(mandate)), 'again'), mandate)
})

test('a counterparty without a word on its annex, a misspelt key and a limit beyond its range are all named at once', () => {
  const { csa: _, ...silent } = counterparty
  const problems = problemsOf({
    ...least,
    counterparties: [silent],
    limits: { total_cost_bps: 25, rates: { minimum_effectiveness: 1.2 } },
  })
  assert.equal(problems.length, 3)
  assert.match(problems.join('\n'), /counterparties\.0\.csa: the credit support annex \(CSA\) is missing/)
  assert.match(problems.join('\n'), /limits\.rates\.minimum_effectiveness: /)
  assert.match(problems.join('\n'), /total_cost_bps/)
})

test('what one part of a mandate says must fit the others', () => {
  const problems = problemsOf({
    counterparties: [counterparty, counterparty],
    fund: { base_currency: 'CHF' },
    market: {
      currencies: { USD: { curve: 'zero-curve:USD-X' }, EUR: { curve: 'zero-curve:EUR-X', fx: 'fx:EURUSD' } },
      equities: { JAPAN: { series: 'equity-index:J', currency: 'JPY' } },
      spreads: { 'USD-BBB': { series: 'spread:USD-BBB' } },
      credit_indices: [{ bucket: 'USD-IG', currency: 'GBP' }],
    },
  })
  assert.deepEqual(
    problems.map((text) => text.split(':')[0]),
    [
      'counterparties.1.id',
      'fund.base_currency',
      'market.currencies.USD.fx',
      'market.equities.JAPAN.currency',
      'market.credit_indices.0.bucket',
      'market.credit_indices.0.currency',
    ],
  )
  const noIndex = { ...least, market: { ...least.market, spreads: { 'USD-BBB': { series: 'spread:USD-BBB' } } } }
  assert.deepEqual(problemsOf(noIndex), [
    'instruments.credit.allowed: index-cds is allowed, but market.credit_indices names no index to trade',
  ])
  const without = { ...noIndex, instruments: { credit: { allowed: ['cds'] } } }
  assert.equal(validHedgingMandate(without, 'm.yaml').instruments.credit.allowed.length, 1)
})
