import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RiskFactor } from '@tutti/analytics/revaluation'
import { handMadeMarket } from './hand-made-market.fixture.ts'
import { hedgingMarket } from './hedging-market.ts'
import { historicalStresses } from './historical-stresses.ts'
import { madeUpHedgingMandate, madeUpHedgingSnapshot } from './made-up-market.fixture.ts'
import { namedStresses, twistWeight } from './named-stresses.ts'

const mandate = madeUpHedgingMandate()
const market = hedgingMarket(mandate, madeUpHedgingSnapshot())
const stresses = namedStresses(mandate, market)
const close = (got: number, expected: number) =>
  assert.ok(Math.abs(got - expected) < 1e-12, `${got} is not ${expected}`)
/** Changes of a stress by name of the factor, without those that stay. */
const changes = (id: string): Record<string, number> => {
  const stress = stresses.find((each) => each.id === id)
  assert.ok(stress, `no stress ${id} among ${stresses.map((each) => each.id).join(', ')}`)
  const moved = market.factorNames.flatMap((name, f) => (stress.shocks[f] === 0 ? [] : [[name, stress.shocks[f]]]))
  return Object.fromEntries(moved) as Record<string, number>
}

test('names are unique and each stress moves something', () => {
  assert.equal(new Set(stresses.map(({ id }) => id)).size, stresses.length)
  assert.equal(new Set(stresses.map(({ label }) => label)).size, stresses.length)
  assert.ok(stresses.every(({ shocks }) => shocks.length === market.factors.length && shocks.some((x) => x !== 0)))
})

test('a stress of one group moves no other', () => {
  for (const { group, shocks, id } of stresses) {
    if (group === null) continue
    market.factors.forEach((factor, f) => assert.ok(factor.group === group || shocks[f] === 0, id))
  }
})

test('currencies move by 15 % of their value, alone and together', () => {
  assert.deepEqual(Object.keys(changes('currency-EUR-fall')), ['currency:EUR'])
  close(Math.exp(changes('currency-EUR-fall')['currency:EUR']), 0.85)
  close(Math.exp(changes('currency-EUR-rise')['currency:EUR']), 1.15)
  assert.deepEqual(Object.keys(changes('currency-all-fall')), ['currency:EUR', 'currency:JPY', 'currency:GBP'])
})

test('curves shift in parallel, all of them and the base currency alone', () => {
  const rates = market.factors.filter(({ group }) => group === 'rates').length
  const up = Object.values(changes('rates-up'))
  assert.equal(up.length, rates)
  up.forEach((change) => close(change, 0.02))
  const base = changes('rates-USD-down')
  assert.ok(Object.keys(base).every((name) => name.startsWith('rates:USD')))
  Object.values(base).forEach((change) => close(change, -0.02))
})

test('a steepening of 150 bp opens that much between 0 and 30 years, about 10 years', () => {
  const steeper = changes('rates-steeper')
  close(steeper['rates:USD:5'], -0.5 * 0.0075)
  assert.equal(steeper['rates:USD:10'], undefined)
  close(steeper['rates:USD:20'], 0.5 * 0.0075)
  close(steeper['rates:USD:30'], 0.0075)
  close(twistWeight(30) - twistWeight(0), 2)
  assert.equal(twistWeight(50), 1)
  const flatter = changes('rates-flatter')
  for (const name of Object.keys(steeper)) close(flatter[name], -steeper[name])
})

test('break-evens move alone, or with nominal rates so that real rates stay', () => {
  assert.ok(Object.keys(changes('inflation-up')).every((name) => name.startsWith('inflation:')))
  const both = changes('inflation-and-rates-up')
  close(both['inflation:USD:10'], 0.01)
  close(both['rates:USD:10'], 0.01)
})

test('spreads widen by 300 bp, by rating, by sector and by bucket, and tighten no further than one basis point', () => {
  Object.values(changes('spreads-wider')).forEach((change) => close(change, 0.03))
  assert.deepEqual(Object.keys(changes('spreads-wider-rating-A')), ['credit:USD-A', 'credit:USD-A-FIN'])
  assert.deepEqual(Object.keys(changes('spreads-wider-sector-INDUSTRIAL')), ['credit:USD-A', 'credit:USD-BBB'])
  assert.deepEqual(Object.keys(changes('spreads-wider-bucket-USD-A')), ['credit:USD-A'])
  // the rating BBB is one bucket, which is not stressed twice
  assert.deepEqual(
    stresses.filter(({ id }) => id.endsWith('BBB')).map(({ id }) => id),
    ['spreads-wider-rating-BBB'],
  )
  close(changes('spreads-tighter')['credit:USD-BBB'], 1e-4 - 0.02)
})

test('ratings and sectors that the market map leaves out are read from the names of buckets', () => {
  const series = 'spread:A'
  const spreads = {
    'USD-A': { series },
    'EUR-A-ENERGY': { series },
    'USD-BBB-ENERGY': { series },
    'USD-IG': { series },
  }
  const named = madeUpHedgingMandate({ spreads, credit_indices: [{ bucket: 'USD-IG', currency: 'USD' }] })
  const factors = Object.keys(spreads).map((bucket): RiskFactor => ({ group: 'credit', bucket }))
  const moved = namedStresses(named, handMadeMarket(factors, [[0.01, 0.01, 0.01, 0.01]])).map(({ id, shocks }) => {
    const names = Object.keys(spreads).filter((_, f) => shocks[f] > 0)
    return `${id}: ${names.join()}`
  })
  assert.ok(moved.includes('spreads-wider-rating-A: USD-A,EUR-A-ENERGY'), moved.join('\n'))
  assert.ok(moved.includes('spreads-wider-sector-ENERGY: EUR-A-ENERGY,USD-BBB-ENERGY'), moved.join('\n'))
  assert.ok(moved.includes('spreads-wider-bucket-USD-IG: USD-IG'), moved.join('\n'))
})

test('combined stresses move groups together, the dollar rising when the world takes shelter', () => {
  const flight = changes('flight-to-quality')
  close(flight['rates:USD:10'], -0.01)
  close(flight['credit:USD-BBB'], 0.03)
  close(Math.exp(flight['equity:WORLD']), 0.7)
  close(Math.exp(flight['currency:EUR']), 0.85)
  close(flight['volatility:equity:WORLD'], 0.1)
  const stagflation = changes('stagflation')
  close(stagflation['rates:USD:10'], 0.02)
  close(stagflation['inflation:USD:10'], 0.01)
  assert.equal(stagflation['currency:EUR'], undefined)
})

test('seen from another base currency it is the dollar that rises', () => {
  const euro = { ...mandate, fund: { ...mandate.fund, base_currency: 'EUR' } }
  const factors: RiskFactor[] = ['USD', 'GBP'].map((currency) => ({ group: 'currency', currency }))
  const flight = namedStresses(euro, handMadeMarket(factors, [[0, 0]])).find(({ id }) => id === 'flight-to-quality')
  close(Math.exp(flight!.shocks[0]), 1.15)
  assert.equal(flight!.shocks[1], 0)
})

const two: RiskFactor[] = [
  { group: 'rates', currency: 'USD', years: 10 },
  { group: 'rates', currency: 'USD', years: 30 },
  { group: 'rates', currency: 'USD', years: 50 },
  { group: 'credit', bucket: 'USD-A' },
]

test('history repeats its largest moves of the long rate, with all that moved at the time', () => {
  const levels = Array.from({ length: 100 }, (_, t) => [0.02, 0.03, 0.03, t < 50 ? NaN : 0.01 + 1e-5 * t])
  // a month's fall of 80 bp to day 40, a rise of 90 bp to day 80; the 10-year rate follows the latter
  levels.forEach((row, t) => {
    row[1] -= 0.008 * Math.min(1, Math.max(0, (t - 19) / 21))
    row[1] += 0.009 * Math.min(1, Math.max(0, (t - 59) / 21))
    row[0] += 0.001 * Math.min(1, Math.max(0, (t - 59) / 21))
  })
  const history = historicalStresses(mandate, handMadeMarket(two, levels))
  // a hundred days hold three months, not twelve
  assert.deepEqual(
    history.map(({ id }) => id),
    ['1m-rates-fall', '1m-rates-rise', '3m-rates-fall', '3m-rates-rise'].map((id) => `history-${id}`),
  )
  const [fall, rise] = history
  close(fall.shocks[1], -0.008)
  close(fall.shocks[0], 0)
  assert.equal(fall.shocks[3], 0)
  assert.match(fall.label, /30-year USD rate in one month, .* to .*; 1 of 4 factors have no data/)
  close(rise.shocks[1], 0.009)
  close(rise.shocks[0], 0.001)
  close(rise.shocks[3], 21e-5)
})

test('where data lack for the largest move, the largest with data for all is given too', () => {
  // two falls: 80 bp by day 30 without spreads, 50 bp by day 80 with them
  const fallTo = (t: number, from: number) => Math.min(1, Math.max(0, (t - from) / 21))
  const levels = Array.from({ length: 100 }, (_, t) => {
    const rate = 0.05 - 0.008 * fallTo(t, 9) - 0.005 * fallTo(t, 59)
    return [0.02, rate, 0.03, t < 50 ? NaN : 0.01 + 1e-5 * t]
  })
  const history = historicalStresses(mandate, handMadeMarket(two, levels))
  const month = history.filter(({ id }) => id.startsWith('history-1m'))
  assert.deepEqual(
    month.map(({ id }) => id),
    ['history-1m-rates-fall', 'history-1m-rates-fall-whole'],
  )
  close(month[0].shocks[1], -0.008)
  close(month[1].shocks[1], -0.005)
  close(month[1].shocks[3], 21e-5)
})

test('historical moves agree with a search over all pairs of dates', () => {
  const { history } = market
  const f = market.factorNames.indexOf('rates:USD:30')
  const rate = history.dates.map((_, row) => history.levels[row * market.factors.length + f])
  const changesOver = (rows: number) => rate.slice(rows).map((value, i) => value - rate[i])
  const found = historicalStresses(mandate, market)
  for (const [name, rows] of [
    ['1m', 21],
    ['3m', 63],
    ['12m', 261],
  ] as const) {
    const all = changesOver(rows)
    for (const [move, largest] of [
      ['fall', Math.min(0, ...all)],
      ['rise', Math.max(0, ...all)],
    ] as const) {
      const stress = found.find(({ id }) => id === `history-${name}-rates-${move}`)
      if (largest === 0) assert.equal(stress, undefined)
      else close(stress!.shocks[f], largest)
    }
  }
  assert.ok(found.length >= 4)
})
