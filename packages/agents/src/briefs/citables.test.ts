import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkedBrief } from './checked-brief.ts'
import { citableFigures } from './citables.ts'
import { simulatedCitables as citables } from './labelled-drafts/simulated-results.fixture.ts'

const script = (...patterns: string[]) => ({
  operations: [],
  figures: patterns.map((pattern) => ({
    pattern,
    label: 'loss',
    unit: 'bp' as const,
    digits: 1,
    sense: 'loss' as const,
  })),
  changes: [],
  brief: () => '',
})

test('every listed slot is accepted in a brief and shows the listed text', () => {
  const { rows, total, cut } = citables.list({ limit: 200 })
  assert.equal(rows.length, total)
  assert.equal(cut, false)
  for (const { slot, source, text } of rows.filter(({ text: shown }) => shown !== 'n/a')) {
    assert.ok(checkedBrief(`The figure is ${slot}.`, citables).ok, slot)
    assert.equal(citables.find(source)?.text, text)
  }
})

test('a listing is filtered by the start of the source and by words, and paged', () => {
  const costs = citables.list({ prefix: 'fx-hedger#/strategies', search: 'YEAR collar' })
  assert.deepEqual(costs.rows, [
    {
      slot: '{{fx-hedger#/strategies/1/costBp | basis-points 0}}',
      source: 'fx-hedger#/strategies/1/costBp',
      label: 'cost of the strategy a year',
      of: 'zero-cost collar',
      unit: 'basis-points',
      digits: 0,
      sense: 'loss',
      text: '4\u202fbp',
    },
  ])
  const all = citables.list()
  const second = citables.list({ from: 1, limit: 1 })
  assert.equal(second.total, all.total)
  assert.deepEqual(second.rows, [all.rows[1]])
  assert.deepEqual(citables.list({ search: 'nothing of the kind' }), { rows: [], total: 0, cut: false })
})

test('an estimate shows its error and is found at itself and at its value', () => {
  assert.equal(citables.find('risk-analyst#/portfolio/volatility')?.text, '11.2\u202f±\u202f0.2\u202f%')
  assert.equal(
    citables.find('risk-analyst#/portfolio/volatility/value')?.slot,
    '{{risk-analyst#/portfolio/volatility/value | percent 1}}',
  )
  assert.equal(citables.find('risk-analyst#/portfolio/volatility/standardError'), undefined)
})

test('figures of a specialist without a result and figures that no script declares are not citable', () => {
  const own = citableFigures({ a: script('/*/loss'), b: script('/*/loss') }, { a: { x: { loss: 0.01, gain: 0.02 } } })
  assert.deepEqual(
    own.list().rows.map(({ source, of, text }) => [source, of, text]),
    [['a#/x/loss', 'x', '100.0\u202fbp']],
  )
  assert.equal(own.find('b#/x/loss'), undefined)
  assert.equal(own.find('a#/x/gain'), undefined)
  assert.equal(own.find('a#/y/loss'), undefined)
  assert.equal(own.find('constructor#/name'), undefined)
})

test('a pattern that fits more figures than one would read is cut, and each figure still is citable', () => {
  const own = citableFigures({ a: script('/*') }, { a: Array.from({ length: 20_001 }, (_, i) => i) })
  const { total, cut } = own.list({ limit: 1 })
  assert.deepEqual([total, cut], [20_000, true])
  assert.equal(own.find('a#/20000')?.source, 'a#/20000')
})

test('keys with slashes, tildes and blanks make slots that lead back to them', () => {
  const own = citableFigures({ a: script('/*') }, { a: { 'x/y ~ {z} | 1%': 0.5 } })
  const [row] = own.list().rows
  assert.equal(own.find(row.source)?.text, '5000.0\u202fbp')
  const verdict = checkedBrief(`It is ${row.slot}.`, own)
  assert.ok(verdict.ok, verdict.ok ? '' : verdict.reasons.join('\n'))
})

test('names with digits and dates are found in the results, and quantities in texts are not names', () => {
  const own = citableFigures(
    {},
    {
      a: {
        note: 'it saves 12 percent',
        said: 'Gain of 3.5m',
        list: ['SP500', '10y', 'Rates +100 bp', 'CDX IG 41', 'plain', '2019-03-29T17:00:00Z', '12'],
        currency: 'EUR',
        year: 2011,
        'Eurozone 2012 crisis': { loss: 0.1 },
      },
    },
  )
  assert.deepEqual([...own.names].sort(), ['10y', 'CDX IG 41', 'Eurozone 2012 crisis', 'Rates +100 bp', 'SP500'])
  assert.deepEqual([...own.dates].sort(), ['2011', '2012', '2019-03-29'])
})

test('tenors and spelled names of the results may be written out in a brief', () => {
  const own = citableFigures(
    {},
    { a: { limits: ['95 % value at risk, one year'], desk: 'Two Bridges Desk', rate: '10y' } },
  )
  const says = (draft: string) => checkedBrief(draft, own).ok
  assert.ok(says('The one-year value at risk and the ten-year rate were seen by the Two Bridges Desk.'))
  assert.ok(!says('The two-year value at risk matters.'))
  assert.ok(!says('The horizon is ten years.'))
  assert.ok(!says('There are two bridges.'))
})

test('items of one list in different units are shown each in its own, and a slot in another is refused', () => {
  const units = { share: ['percent', 1], bp: ['basis-points', 1], years: ['years', 2] } as const
  const figures = Object.entries(units).map(([is, [unit, digits]]) => {
    return {
      pattern: '/limits/*/value',
      label: 'limit',
      unit,
      digits,
      sense: 'level' as const,
      when: { field: 'unit', is },
    }
  })
  const limits = [
    { label: 'effectiveness', unit: 'share', value: 0.92 },
    { label: 'cost', unit: 'bp', value: { value: 17.32, standardError: null } },
    { label: 'gap', unit: 'years', value: 0.5 },
    { label: 'margin', unit: 'thumbs', value: 3 },
  ]
  const mixed = citableFigures({ lead: { ...script(), figures } }, { lead: { limits } })
  const shown = Object.fromEntries(mixed.list().rows.map(({ of, text }) => [of, text]))
  assert.deepEqual(shown, { effectiveness: '92.0\u202f%', cost: '17.3\u202fbp', gap: '0.50\u202fyears' })
  assert.equal(mixed.find('lead#/limits/1/value')?.unit, 'basis-points')
  assert.equal(mixed.find('lead#/limits/3/value'), undefined)
  assert.ok(checkedBrief('The cost is {{lead#/limits/1/value | basis-points 1}}.', mixed).ok)
  assert.ok(!checkedBrief('The cost is {{lead#/limits/1/value | percent 1}}.', mixed).ok)
})
