import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkedBrief } from './checked-brief.ts'
import { citableFigures } from './citables.ts'

const banks = ['Bank Alder', 'Bank Birch', 'Bank Cedar', 'Bank Dogwood']
const script = {
  operations: [],
  figures: [
    { pattern: '/banks/*/exposure', label: 'exposure to the bank', unit: 'percent', digits: 1, sense: 'level' },
    { pattern: '/banks/*/loss', label: 'loss on the bank', unit: 'percent', digits: 1, sense: 'loss' },
    { pattern: '/banks/*/limit', label: 'limit of the bank', unit: 'percent', digits: 1, sense: 'level' },
  ],
  changes: [],
  brief: () => '',
} as const

function citablesOf(exposures: readonly unknown[], limit = 0.2) {
  const rows = exposures.map((exposure, i) => ({ name: banks[i] ?? `Bank ${i}`, exposure, loss: 0.01 * i, limit }))
  return citableFigures({ desk: script }, { desk: { banks: rows } })
}
const slot = (i: number, field = 'exposure'): string => `{{desk#/banks/${i}/${field} | percent 1}}`

test('a figure passes under the name of its own item and is refused under that of another, before it and behind it', () => {
  const citables = citablesOf([0.1, 0.12, 0.14, 0.16])
  for (const [i, bank] of banks.entries()) {
    for (const of of banks.keys()) {
      for (const draft of [
        `For ${bank} the exposure is ${slot(of)}.`,
        `The exposure to ${bank} is ${slot(of)}.`,
        `The exposure is ${slot(of)} for ${bank}.`,
        `${bank} stands at ${slot(of)}.`,
        `We looked at ${bank} first. Its exposure is ${slot(of)}.`,
      ])
        assert.equal(checkedBrief(draft, citables).ok, i === of, draft)
    }
  }
  const verdict = checkedBrief(`Bank Birch stands at ${slot(0)}.`, citables)
  assert.ok(!verdict.ok)
  assert.match(verdict.reasons[0], /"Bank Birch" is named beside "desk#\/banks\/0\/exposure".*is of "Bank Alder"/)
})

test('only the figure that is the greatest or the least as shown may be called so', () => {
  const share = fc.integer({ min: 0, max: 999 }).map((n) => n / 1000)
  fc.assert(
    fc.property(fc.array(share, { minLength: 2, maxLength: 4 }), fc.nat(), (exposures, pick) => {
      const citables = citablesOf(exposures)
      const i = pick % exposures.length
      const most = exposures[i] === Math.max(...exposures)
      const least = exposures[i] === Math.min(...exposures)
      const passes = (draft: string): boolean => checkedBrief(draft, citables).ok
      assert.equal(passes(`The highest exposure is ${slot(i)}.`), most)
      assert.equal(passes(`The largest exposure, ${slot(i)}, is that to ${banks[i]}.`), most)
      assert.equal(passes(`${banks[i]} has the lowest exposure: ${slot(i)}.`), least)
      assert.ok(passes(`The second-highest exposure is ${slot(i)}.`))
    }),
    { seed: 20260103, numRuns: 150 },
  )
})

test('figures that read the same are ties, whatever their hidden decimals and errors', () => {
  const citables = citablesOf([0.1004, 0.1001, { value: 0.1003, standardError: 0.02 }, 0.05])
  for (const i of [0, 1, 2]) assert.ok(checkedBrief(`The highest exposure is ${slot(i)}.`, citables).ok)
  assert.ok(!checkedBrief(`The highest exposure is ${slot(3)}.`, citables).ok)
})

test('of judged words only those count whose sense is declared', () => {
  const citables = citablesOf([0.1, 0.12, 0.14, 0.16])
  assert.ok(checkedBrief(`The best exposure is ${slot(1)}.`, citables).ok)
  assert.ok(checkedBrief(`The worst loss is ${slot(3, 'loss')}.`, citables).ok)
  assert.ok(!checkedBrief(`The worst loss is ${slot(1, 'loss')}.`, citables).ok)
})

test('a limit that stands beside a figure is kept or broken as the two say, cited or not', () => {
  const citables = citablesOf([0.1, 0.3, 0.1, 0.1])
  for (const [i, keeps] of [true, false].entries()) {
    const says = (words: string): boolean => checkedBrief(`At ${slot(i)}, ${banks[i]} ${words}.`, citables).ok
    assert.equal(says(`respects the limit of ${slot(i, 'limit')}`), keeps)
    assert.equal(says(`does not respect the limit of ${slot(i, 'limit')}`), !keeps)
    assert.equal(says(`is in breach of its limit of ${slot(i, 'limit')}`), !keeps)
    assert.equal(says('breaches its limit'), !keeps)
    assert.equal(says('is within its limit'), keeps)
  }
})

test('a family of thousands is compared and its items are not looked for by name', () => {
  const citables = citablesOf(Array.from({ length: 20_000 }, (_, i) => i / 100_000))
  assert.ok(checkedBrief(`The highest exposure is ${slot(19_999)}.`, citables).ok)
  assert.ok(!checkedBrief(`The highest exposure is ${slot(7)}.`, citables).ok)
  assert.ok(checkedBrief(`Bank Birch stands at ${slot(0)}.`, citables).ok)
})

const dealt = {
  desk: {
    recommended: 'forward-1y',
    strategies: [
      { id: 'none', label: 'No hedge', cost: 1e6, cover: 0.1, limits: [row(0.1, 0.9)] },
      {
        id: 'forward-3m',
        label: 'Forwards of 3 months on all of it',
        cost: 12e6,
        cover: 0.96,
        limits: [row(0.96, 0.9)],
      },
      { id: 'forward-1y', label: 'Forwards of 1 year on all of it', cost: 6e6, cover: 0.99, limits: [row(0.99, 0.9)] },
      { id: 'put-3m', label: 'Bought puts of 3 months on all of it', cost: 27e6, cover: 0.5, limits: [row(0.5, 0.9)] },
    ],
  },
  unhedged: { risk: 30e6, charges: { credit: 2e6, debit: 5e6, total: 7e6 } },
  chosen: { risk: 17e6, charges: { credit: 14e6, debit: 3e6, total: 17e6 } },
}

function row(value: number, limit: number) {
  return { label: 'Cover', kind: 'at least', value, limit, met: value >= limit }
}

const declared = (pattern: string, label: string, unit: 'money' | 'percent' = 'money') =>
  ({ pattern, label, unit, digits: 1, sense: 'level' }) as const
const dealtCitables = citableFigures(
  {
    hedger: {
      ...script,
      figures: [
        declared('/desk/strategies/*/cost', 'cost of a strategy'),
        declared('/desk/strategies/*/cover', 'cover of a strategy', 'percent'),
        ...['unhedged', 'chosen'].flatMap((part) => {
          const of = part === 'chosen' ? 'of the chosen package' : 'of the fund without new hedges'
          return [
            declared(`/${part}/risk`, `risk ${of}`),
            ...['credit', 'debit', 'total'].map((key) =>
              declared(`/${part}/charges/${key}`, `adjustment, ${key}, ${of}`),
            ),
          ]
        }),
      ],
    },
  },
  { hedger: dealt },
)
const passes = (draft: string): boolean => checkedBrief(draft, dealtCitables).ok
const cost = (i: number): string => `{{hedger#/desk/strategies/${i}/cost | money 1}}`
const cover = (i: number): string => `{{hedger#/desk/strategies/${i}/cover | percent 1}}`

test('items go by what opens their names, in the plural and in the singular, and by the roles that the result gives them', () => {
  const namesOf = { 'no hedge': [0], 'the forwards': [1, 2], 'bought puts': [3], 'the puts': [3] }
  for (const [name, own] of Object.entries(namesOf)) {
    const said = name[0].toUpperCase() + name.slice(1)
    const verb = name === 'no hedge' ? 'costs' : 'cost'
    for (const i of [0, 1, 2, 3]) assert.equal(passes(`${said} ${verb} ${cost(i)}.`), own.includes(i), `${name} ${i}`)
  }
  for (const i of [0, 1, 2, 3]) assert.equal(passes(`The recommended strategy costs ${cost(i)}.`), i === 2)
})

test('figures that are declared key by key are told apart by what their labels say otherwise than each other', () => {
  const charge = (key: string): string => `{{hedger#/chosen/charges/${key} | money 1}}`
  for (const key of ['credit', 'debit'])
    for (const name of ['credit', 'debit'])
      assert.equal(passes(`The ${name} adjustment is ${charge(key)}.`), key === name, `${name} of ${key}`)
  assert.ok(passes(`The debit adjustment is the smallest of the adjustments, ${charge('debit')}.`))
  assert.ok(!passes(`The credit adjustment is the smallest of the adjustments, ${charge('credit')}.`))
  // the sum of them all is none of them
  assert.ok(passes(`The credit adjustment is the largest of the adjustments, ${charge('credit')}.`))
})

test('a figure of one package is not said of the time before it, and the other way round', () => {
  for (const [part, words] of [
    ['unhedged', 'Without new hedges'],
    ['chosen', 'With the package'],
  ]) {
    for (const other of ['unhedged', 'chosen'])
      assert.equal(
        passes(`${words} the risk is {{hedger#/${other}/risk | money 1}}.`),
        part === other,
        `${words} ${other}`,
      )
  }
})

test('a limit that the result has judged is kept or broken as it says, in words for caps and for floors', () => {
  for (const [i, keeps] of [false, true, true, false].entries()) {
    assert.equal(passes(`With a cover of ${cover(i)} it meets the minimum of the mandate.`), keeps)
    assert.equal(passes(`With a cover of ${cover(i)} it keeps the limit on cover.`), keeps)
    assert.equal(passes(`At ${cover(i)} the minimum cover is breached.`), !keeps)
    // of another measure nothing is known
    assert.ok(passes(`With a cover of ${cover(i)} it breaks the limit on turnover.`))
  }
})
