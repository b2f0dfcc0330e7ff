import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkedBrief } from './checked-brief.ts'
import { citableFigures } from './citables.ts'

const results = {
  desk: {
    baseCurrency: 'USD',
    currencies: [
      { currency: 'EUR', net: 12e6, units: 11e6 },
      { currency: 'JPY', net: -7e6, units: -9e8 },
    ],
    stresses: [
      { label: 'EUR falls by 15 % against USD', change: -2e6 },
      { label: 'Stagflation: curves up by 200 bp, break-evens up by 100 bp, equities down by 30 %', change: -3e6 },
      { label: 'saved 40 %', change: 1e6 },
    ],
    mixes: [{ name: '60 % equity, 40 % bonds', cost: 2e5, entry: 1e5 }],
    note: 'The hedge loses 70 % of its worth in a crisis',
    windowDays: 10,
  },
}
const figure = (pattern: string, label: string, unit: 'money' | 'days') =>
  ({ pattern, label, unit, digits: 1, sense: 'level' }) as const
const figures = [
  figure('/currencies/*/net', 'net exposure to a currency', 'money'),
  figure('/currencies/*/units', 'units to trade, in its own currency', 'money'),
  figure('/stresses/*/change', 'change of the surplus', 'money'),
  figure('/mixes/*/cost', 'cost a year of a mix', 'money'),
  figure('/mixes/*/entry', 'cost of entering, once', 'money'),
  figure('/windowDays', 'days of the window', 'days'),
]
const citables = citableFigures({ desk: { operations: [], figures, changes: [], brief: () => '' } }, results)

const net = (i: number): string => `{{desk#/currencies/${i}/net | money 1}}`
const units = '{{desk#/currencies/0/units | money 1}}'
const cost = '{{desk#/mixes/0/cost | money 1}}'
const entry = '{{desk#/mixes/0/entry | money 1}}'
const days = '{{desk#/windowDays | days 0}}'

const accepts = (draft: string): void => {
  const verdict = checkedBrief(draft, citables)
  assert.ok(verdict.ok, verdict.ok ? '' : `${draft}\n${verdict.reasons.join('\n')}`)
}
const refuses = (draft: string, reason: RegExp): void => {
  const verdict = checkedBrief(draft, citables)
  assert.ok(!verdict.ok, `accepted: ${draft}`)
  assert.match(verdict.reasons.join('\n'), reason)
}

test('labels of the results stand in a sentence as they are, however long, and not with another number', () => {
  for (const draft of [
    `If EUR falls by 15 % against USD, the fund takes {{desk#/stresses/0/change | money 1}}.`,
    `Under “EUR falls by 15% against USD” it is {{desk#/stresses/0/change | money 1}}.`,
    'In a crisis with EUR falling by 15 % against USD the fund suffers.',
    'The case ‘stagflation: curves up by 200 bp, break-evens up by 100 bp, equities down by 30 %’ is the worst.',
    'The 60 % equity, 40 % bonds mix is held; 60 % equity, 40 % bonds’ cost is low.',
  ]) {
    accepts(draft)
    refuses(draft.replace(/\d\d(?=\d? ?(?:%|bp))/, '25'), /a number is typed in/)
  }
  for (const draft of [
    'EUR falls by 15 % in the worst case.',
    'The dollar falls by 15 % against EUR.',
    'EUR is falling by 15 % against USD.',
    'If EUR rises by 15 % against USD, the fund gains.',
    'If USD falls by 15 % against EUR, the fund gains.',
    'EUR falls by 15 % against USD and then by another 15 %.',
    'The hedge has saved 40 % so far.',
    'The hedge loses 70 % of its worth in a crisis.',
  ])
    refuses(draft, /a number is typed in/)
})

test('money is in the base currency, whatever currencies the results name', () => {
  for (const said of [`${net(0)} of exposure`, `$${net(0)}`, `${net(0)} US dollars`, `${net(0)}, in dollars`])
    accepts(`The fund has ${said}.`)
  for (const said of [
    `€${net(0)}`,
    `EUR ${net(0)}`,
    `C$${net(0)}`,
    `${net(0)} EUR`,
    `${net(0)} euros`,
    `${net(0)} Canadian dollars`,
    `${net(0)} (in euros)`,
    `${net(0)}, which is in yen`,
  ])
    refuses(`The fund has ${said}.`, /do not say that this money is in/)
})

test('a currency beside money may be that of the exposure, or the own one of an instrument', () => {
  accepts(`Open exposures: EUR ${net(0)} and JPY ${net(1)}.`)
  accepts(`The fund holds ${net(0)} of EUR exposure and a ${net(1)} JPY exposure.`)
  accepts(`The order is for EUR ${units}.`)
  refuses(`Open exposures: GBP ${net(0)}.`, /this money is in GBP/)
})

test('what is for a year is not said to be for a day, a week, a month or a quarter, nor what is paid once', () => {
  for (const said of [
    `costs ${cost} a year`,
    `costs ${cost} per annum`,
    `has an annual cost of ${cost}`,
    `is rolled every month and costs ${cost} a year`,
    `costs ${cost}, a month later as well`,
    `costs ${entry}, once`,
  ])
    accepts(`The mix ${said}.`)
  for (const said of [
    `costs ${cost} a day`,
    `costs ${cost} per quarter`,
    `costs ${cost} of assets each week`,
    `costs ${cost}, monthly`,
    `has a monthly cost of ${cost}`,
    `has a daily bill that comes to ${cost}`,
    `costs ${entry} a year`,
  ])
    refuses(`The mix ${said}.`, /it is said to be for a \w+, and it is/)
  refuses(`Every quarter the mix costs ${cost}.`, /for a quarter/)
})

test('a number of days is not said to be one of weeks, right behind it or at a distance', () => {
  accepts(`The window is ${days}.`)
  for (const said of [`${days} weeks`, `${days} (weeks)`, `${days}, which are weeks`, `${days}, counted in months`])
    refuses(`The window is ${said}.`, /the slot brings its unit along/)
})
