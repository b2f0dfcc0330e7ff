import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HedgingResult } from '@tutti/workflows/hedging'
import { hedgingReport } from './hedging-report.ts'
import type { ReportContext } from './report-context.ts'
import { smallHedgingResult } from './testing/small-hedging-study.ts'

const context: ReportContext = { runKey: 'k', codeVersion: 'v', producedBy: 'a test', telemetry: null }
const standard = await smallHedgingResult()
const sectionOf = (html: string, id: string): string =>
  new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)![0]
const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/[\s\u202f]+/g, ' ')
type Selection = HedgingResult['selection']
const summaryOf = (change: (selection: Selection) => Partial<Selection>, decision: object = {}): string =>
  words(
    sectionOf(
      hedgingReport(
        {
          ...standard,
          decision: { ...standard.decision, ...decision },
          selection: { ...standard.selection, ...change(standard.selection) },
        },
        context,
      ),
      'summary',
    ),
  )

test('a counterparty beyond its limit stands among the broken limits of the first page, else the tightest among those met', () => {
  assert.match(
    summaryOf(() => ({})),
    /Potential exposure to a counterparty, the tightest: BANK-/,
  )
  const beyond = summaryOf(({ counterparties }) => ({
    counterparties: {
      ...counterparties,
      status: 'limits exceeded',
      exposures: counterparties.exposures.map((each, i) => (i === 0 ? { ...each, met: false, slack: -5e6 } : each)),
    },
  }))
  assert.match(beyond, /Slack Verdict Potential exposure to BANK-ONE ≤ 1000 m [^≤]*−5 m ✗ broken/)
})

test('the first page says what the package was chosen by: the score among those within the limits, the least breach, or somebody', () => {
  const scored = (feasible: number, cheaper: boolean, infeasibility: object | null = null) =>
    summaryOf(({ packages, chosen, selection, chosenFigures }) => {
      const others = packages.filter(({ id }) => id !== chosen.id).map(({ id }) => id)
      return {
        selection: { ...selection, infeasibility: infeasibility as typeof selection.infeasibility },
        packages: packages.map((row) => {
          const isChosen = row.id === chosen.id
          return {
            ...row,
            feasible: infeasibility === null && (isChosen || others.indexOf(row.id) < feasible - 1),
            score: chosenFigures.score + (isChosen ? 0 : cheaper ? -1e6 : 1e6),
          }
        }),
      }
    })
  const sum = 'sum of annual cost and cost of capital \\([^)]*of funded status at risk\\)'
  const within = 'within all limits of the mandate that packages are chosen by'
  assert.match(scored(3, false), new RegExp(`as the one with the lowest ${sum} among the 3 ${within}\\.`))
  assert.match(
    scored(3, true),
    new RegExp(`by choice of those who accepted it, from the 3 ${within}, though another of these has a lower ${sum}`),
  )
  const only = scored(1, true)
  assert.match(only, new RegExp(`as the only one ${within}`))
  assert.doesNotMatch(only, /with the lowest sum|has a lower sum/)
  const compromise = scored(0, true, {
    unattainable: [],
    conflict: [],
    relaxation: [],
    compromise: 0,
    violation: 1,
    words: 'None.',
  })
  assert.match(compromise, /as the one that breaks the limits of the mandate least, .*: none is within all of them\./)
  assert.doesNotMatch(compromise, /with the lowest sum|has a lower sum|accepted it/)
})

test('limits with next to no slack, and what is left on the other side, are named on the first page', () => {
  const limits = standard.decision.limits.map((limit, i) =>
    i === 0
      ? { ...limit, label: 'A tight limit', met: true, kind: 'at most' as const, value: 0.9995, limit: 1 }
      : limit,
  )
  assert.match(
    summaryOf(() => ({}), { limits }),
    /Limits without slack: A tight limit/,
  )
  const over = summaryOf(({ afterHedge }) => ({
    afterHedge: {
      ...afterHedge,
      currencies: afterHedge.currencies.map((each) => ({ ...each, before: 100e6, after: -20e6 })),
    },
  }))
  assert.match(over, /Hedged too far[^.]*EUR net of liabilities: 100 m before, −20 m after/)
})

test('a broken limit that rounds to its bound is shown with the decimals that tell them apart', () => {
  const limits = standard.decision.limits.map((limit, i) =>
    i === 0
      ? { ...limit, unit: 'bp' as const, kind: 'at most' as const, met: false, value: 25.003, limit: 25, slack: -0.003 }
      : limit,
  )
  assert.match(
    summaryOf(() => ({}), { limits }),
    /≤ 25\.000 bp 25\.003 bp −0\.003 bp ✗ broken/,
  )
})

test('each major group that is not held has its causes in words, and collateral has two amounts', () => {
  const text = summaryOf(() => ({}))
  const missed = standard.selection.verdicts.filter(({ major, held, loss }) => major && held === false && loss !== null)
  assert.ok(missed.length > 0)
  assert.equal([...text.matchAll(/not held everywhere\.[^✓]*? Why: /g)].length > 0, true)
  assert.match(text, /Collateral need, 9\d % of scenarios/)
  assert.match(text, /Margin called by the mandate’s move of yields/)
})

test('a loss that more than doubles is not a share below minus everything', () => {
  const [row] = standard.selection.stress.rows
  const html = hedgingReport(
    {
      ...standard,
      selection: {
        ...standard.selection,
        stress: {
          ...standard.selection.stress,
          rows: standard.selection.stress.rows.map((each) =>
            each === row
              ? { ...each, unhedged: -1e5, hedged: -16e5, lossRemoved: -15, effectiveness: -15, noEffectiveness: null }
              : each,
          ),
        },
      },
    },
    context,
  )
  const section = words(sectionOf(html, 'stress'))
  assert.match(section, /small, doubles/)
  assert.doesNotMatch(section, /−1500\.0 %/)
})

test('rivals within the mandate stand before those that break limits, which are named by their labels', () => {
  const section = sectionOf(hedgingReport(standard, context), 'why-not')
  const table = /<div class="table" id="rivals">[\s\S]*?<\/div>/.exec(section)![0]
  const verdicts = [...table.matchAll(/class="status (\w+)"/g)].map((match) => match[1])
  assert.deepEqual(verdicts, [
    ...verdicts.filter((tone) => tone !== 'stop'),
    ...verdicts.filter((tone) => tone === 'stop'),
  ])
  assert.doesNotMatch(words(section), /breaks:? [a-z]+-[a-z]+/)
})

test('a cumulative offset out of the band has a word beside it that the regression decides', () => {
  const [record] = standard.selection.accounting.relationships
  const relationships = [
    { ...record, dollarOffset: { ...record.dollarOffset, cumulative: -22.61 } },
    ...standard.selection.accounting.relationships.slice(1),
  ]
  const html = hedgingReport(
    {
      ...standard,
      selection: { ...standard.selection, accounting: { ...standard.selection.accounting, relationships } },
    },
    context,
  )
  assert.match(words(sectionOf(html, 'accounting')), /the regression does\..*cumulative offset −2261 %/)
})
