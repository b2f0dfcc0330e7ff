import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { briefText } from './brief-text.ts'
import { checkedBrief } from './checked-brief.ts'
import { labelledDrafts } from './labelled-drafts/labelled-drafts.fixture.ts'
import { shortSlots, simulatedCitables } from './labelled-drafts/simulated-results.fixture.ts'
import { reasonWithoutQuotes } from './reason.ts'

const accepted = (draft: string) => {
  const verdict = checkedBrief(draft, simulatedCitables)
  assert.ok(verdict.ok, verdict.ok ? '' : `${draft}\n${verdict.reasons.join('\n')}`)
  return verdict
}
const reasonsOf = (draft: string): string[] => {
  const verdict = checkedBrief(draft, simulatedCitables)
  assert.ok(!verdict.ok, `accepted: ${draft}`)
  return verdict.reasons
}
const goodDrafts = labelledDrafts.filter(
  ({ label, draft }) => label === 'good' && checkedBrief(draft, simulatedCitables).ok,
)

test('a brief is its paragraphs with every figure, its source, unit, decimals and standard error', () => {
  const { template, paragraphs } = accepted(
    `Volatility falls from ${shortSlots['vol']} to ${shortSlots['vol-hedged']}.\r\n\r\n  \nAs of ${shortSlots['as-of']}.\n`,
  )
  assert.equal(
    template,
    `Volatility falls from ${shortSlots['vol']} to ${shortSlots['vol-hedged']}.\n\n  \nAs of ${shortSlots['as-of']}.`,
  )
  assert.equal(paragraphs.length, 2)
  assert.deepEqual(paragraphs[0][1], {
    kind: 'figure',
    figure: {
      source: 'risk-analyst#/portfolio/volatility/value',
      value: 0.112,
      standardError: 0.002,
      unit: 'percent',
      digits: 1,
    },
  })
  assert.deepEqual(paragraphs[1], [
    { kind: 'words', text: 'As of ', source: null },
    { kind: 'words', text: '2024-12-31', source: 'risk-analyst#/asOf' },
    { kind: 'words', text: '.', source: null },
  ])
  assert.equal(briefText(paragraphs), 'Volatility falls from 11.2\u202f% to 8.4\u202f%.\n\nAs of 2024-12-31.')
})

test('decimals that a slot leaves out are those declared', () => {
  const { paragraphs } = accepted('Volatility is {{risk-analyst#/portfolio/volatility | percent}}.')
  assert.equal(briefText(paragraphs), 'Volatility is 11.2\u202f%.')
})

test('each reason says where and what to do', () => {
  assert.match(
    reasonsOf('The hedge removes 25% of the risk.')[0],
    /"The hedge removes 25%.*cite the figure with a slot/,
  )
  assert.match(
    reasonsOf('Risk is {{risk-analyst#/portfolio/volatility | bp 0}}.')[0],
    /declared in percent: write {{risk-/,
  )
  assert.match(reasonsOf('Risk is {{trader#/x | count 0}}.')[0], /those are risk-analyst, fx-hedger, allocator/)
  assert.match(
    reasonsOf(`Volatility rose from ${shortSlots['vol']} to ${shortSlots['vol-hedged']}.`)[0],
    /"rose" from "risk-analyst#.*: the figures fall; say that/,
  )
  assert.match(
    reasonsOf(`The cost is ${shortSlots['cost-collar']} percent.`)[0],
    /"percent" follows.*leave the word out/,
  )
})

test('a brief without words and one that is too long are refused', () => {
  assert.match(reasonsOf(' \n\n ')[0], /empty/)
  assert.match(reasonsOf('All is well. '.repeat(500))[0], /6499 characters; 6000 are allowed/)
})

test('words of a result stand in a brief as they are, and are not read as claims or templates', () => {
  const { paragraphs } = accepted(`The scenario ${shortSlots['scenario-1']} is benign.`)
  assert.equal(briefText(paragraphs), 'The scenario Rates +100 bp is benign.')
})

test('filling the slots changes no word of any accepted draft', () => {
  for (const { draft } of goodDrafts) {
    const { template, paragraphs } = accepted(draft)
    const literals = paragraphs.flat().map((part) => (part.kind === 'words' && part.source === null ? part.text : '{}'))
    const wanted = template.replace(/\{\{.*?\}\}/g, '{}').replace(/\n\s*\n/g, '')
    assert.equal(literals.join(''), wanted)
  }
})

const whole = fc
  .integer({ min: 11, max: 999_999 })
  .filter((n) => ![31, 40, 41, 60, 95, 500].includes(n) && (n < 1900 || n > 2099))
const spelledTens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const spelledOnes = ['two', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const spelledNumber = fc
  .tuple(fc.constantFrom(...spelledTens), fc.constantFrom('', ...spelledOnes))
  .map(([tens, ones]) => (ones === '' ? tens : `${tens}-${ones}`))
const typedNumber = fc.oneof(
  whole.map(String),
  whole.map((n) => n.toLocaleString('en-US')),
  whole.map((n) => (n / 100).toFixed(2)),
  whole.map((n) => `${n} %`),
  whole.map((n) => `${n / 10} percent`),
  whole.map((n) => `\u2212${n} bp`),
  whole.map((n) => `$${n}m`),
  whole.map((n) => `EUR ${n} million`),
  whole.map((n) => `${n / 1000}e3`),
  whole.map((n) => `1/${n}`),
  whole.map((n) => String(n).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))),
  whole.map((n) => String(n).replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)))),
  whole.map((n) => String(n).replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit)))),
  whole.map((n) => String(n).split('').join('\u200b')),
  fc.constantFrom('②', '⑳', '½', '10²', 'Ⅷ percent', 'XII percent', 'two thirds', 'a dozen', 'half of them'),
  spelledNumber,
  spelledNumber.map((words) => `${words} percent`),
  spelledNumber.map((words) => `${words.toUpperCase()} basis points`),
  spelledNumber.map((words) => `a hundred and ${words}`),
)

test('a number in any usual spelling, put anywhere between the words of a good draft, is refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(...goodDrafts), typedNumber, fc.nat(), ({ draft }, number, place) => {
      // Spaces of the words, not of the slots.
      const spaces = [...draft.matchAll(/\{\{.*?\}\}|( )/g)].flatMap(({ 1: space, index }) =>
        space === undefined ? [] : [index],
      )
      const at = spaces[place % spaces.length]
      const spoilt = `${draft.slice(0, at)} ${number}${draft.slice(at)}`
      assert.ok(!checkedBrief(spoilt, simulatedCitables).ok, spoilt)
    }),
    { seed: 20260101, numRuns: 1500 },
  )
})

test('any text gets a verdict, and its reasons are few, short and without control characters', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(...Object.values(shortSlots)),
    fc.constantFrom(
      '{{',
      '}}',
      '|',
      '#/',
      '\n\n',
      ' from ',
      ' to ',
      'rose',
      ' above ',
      '\ue000',
      '\u202e',
      '%zz',
      ' 12 ',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const verdict = checkedBrief(pieces.join(''), simulatedCitables)
      if (verdict.ok) return
      assert.ok(verdict.reasons.length > 0 && verdict.reasons.length <= 12)
      for (const reason of verdict.reasons) {
        assert.ok(reason.length <= 500, reason)
        assert.doesNotMatch(reason, /\p{C}/u)
      }
    }),
    { seed: 20260102, numRuns: 600 },
  )
})

test('a draft made to keep the patterns busy is judged all the same', () => {
  for (const phrase of [
    'rose from ',
    'from from to to ',
    'above below ',
    `${shortSlots['vol']} above `,
    'one two ',
    'a b c ',
  ]) {
    assert.ok('ok' in checkedBrief(phrase.repeat(Math.floor(5900 / phrase.length)), simulatedCitables))
  }
})

test('the words of a draft can be left out of the record of its refusal', () => {
  const [reason] = reasonsOf('The "desk" says it removes 25% of the risk.')
  assert.match(reason, /removes/)
  assert.doesNotMatch(reasonWithoutQuotes(reason), /desk|says|removes|25/)
  assert.match(reasonWithoutQuotes(reason), /a number is typed in/)
})

test('a negation that belongs to a noun denies no move, and the sign of a figure may be named where it is the right one', () => {
  const { vol, 'vol-hedged': hedged, 'save-forward': saving, 'save-collar': loss, 'cost-forward': cost } = shortSlots
  for (const subject of [
    'Volatility of the notional not cleared',
    'Volatility of the fund without new hedges',
    'With no new hedges volatility',
  ]) {
    accepted(`${subject} falls from ${vol} to ${hedged}.`)
    reasonsOf(`${subject} rises from ${vol} to ${hedged}.`)
  }
  accepted(`It goes without a rise from ${vol} to ${hedged}.`)
  reasonsOf(`It does not fall from ${vol} to ${hedged}.`)
  accepted(`Against no hedge the saving of ${loss} a year is negative.`)
  reasonsOf(`Against no hedge the saving of ${saving} a year is negative.`)
  reasonsOf(`The saving of the collar, in short: ${loss} a year is positive.`)
  reasonsOf(`Against no hedge it saves ${cost}.`)
})

test('of any two figures of one unit only the true order of them passes, in many forms of words', () => {
  const { rows } = simulatedCitables.list({ limit: 200 })
  const valueOf = (slot: string): number | null =>
    accepted(`There is no doubt about ${slot}.`).paragraphs[0].flatMap((part) =>
      part.kind === 'figure' ? [part.figure.value] : [],
    )[0]
  const known = rows.map((row) => ({ ...row, value: valueOf(row.slot) }))
  const forms: readonly ((low: string, high: string) => string)[] = [
    (low, high) => `The figure rises from ${low} to ${high}.`,
    (low, high) => `The figure would rise to ${high} (currently ${low}).`,
    (low, high) => `The figure, now ${high}, would fall to ${low}.`,
    (low, high) => `It stood at ${low}; it has risen to ${high}.`,
    (low, high) => `The one, ${low}, is lower than the other, ${high}.`,
    (low, high) => `The first, at ${low}, does not exceed ${high}.`,
    (low, high) => `The first is lower than the second: ${low} against ${high}.`,
  ]
  let pairs = 0
  for (const low of known) {
    for (const high of known) {
      if (low.unit !== high.unit || low.value === null || high.value === null || low.value >= high.value) continue
      pairs++
      for (const form of forms) {
        accepted(form(low.slot, high.slot))
        reasonsOf(form(high.slot, low.slot))
      }
    }
  }
  assert.ok(pairs > 100, `${pairs} pairs`)
})
