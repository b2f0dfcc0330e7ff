import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import type { HedgingResult } from '@tutti/workflows/hedging'
import { valueAtPointer } from '@tutti/workflows/figures'
import { hedgingDocument } from './hedging/hedging-document.ts'
import { lowerLeft } from './hedging/package-section.ts'
import { hedgingReport } from './hedging-report.ts'
import type { ReportContext } from './report-context.ts'
import { type SmallHedgingVariant, smallHedgingResult } from './testing/small-hedging-study.ts'

const context: ReportContext = {
  runKey: 'run-key',
  codeVersion: '1.2.3',
  producedBy: 'a test',
  telemetry: {
    pathSteps: 0,
    seconds: 3.2,
    pathStepsPerSecond: 0,
    revaluations: 1_234_567,
    workers: 4,
    machine: 'a machine <of> iron',
    peakMemoryMb: 400,
  },
}

const loose = {
  currency: { minimum_effectiveness: 0 },
  rates: { maximum_duration_gap_years: 50, minimum_effectiveness: 0 },
  credit: { minimum_protection: 0 },
}
const variants: Readonly<Record<string, Partial<SmallHedgingVariant>>> = {
  standard: {},
  'no hedge': { allowed: false, limits: loose },
  'no plan': { untradable: true },
  'infeasible, with hostile names': {
    limits: { total_cost_bp: 0, credit: { minimum_protection: 1 }, rates: { maximum_duration_gap_years: 0 } },
    name: '</title><script>alert("mandate")</script> {{/study/seed | count}}',
    issuer: '<img src=x onerror=alert(1)> {{/study/seed | count}} <!--/telemetry--> }}',
    window: '</style>{{/nowhere | text}}<script>1</script>',
  },
}
const pages = new Map(
  await Promise.all(
    Object.entries(variants).map(async ([name, variant]) => {
      const result = await smallHedgingResult(variant)
      return [name, { result, html: hedgingReport(result, context) }] as const
    }),
  ),
)
const page = (name: string): string => pages.get(name)!.html
const resultOf = (name: string): HedgingResult => pages.get(name)!.result

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
const withoutTelemetry = (html: string): string => html.replace(/<!--telemetry-->[\s\S]*?<!--\/telemetry-->/, '')
const sectionOf = (html: string, id: string): string =>
  new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)![0]

test('the document has the fourteen sections of a report, in order', () => {
  const { sections } = hedgingDocument(resultOf('standard'), { key: 'k', codeVersion: 'v' })
  assert.deepEqual(
    sections.map(({ id }) => id),
    [
      'summary',
      'exposures',
      'strategies',
      'packages',
      'why-not',
      'stress',
      'effectiveness',
      'replays',
      'collateral',
      'counterparties',
      'accounting',
      'execution',
      'savings',
      'method',
    ],
  )
})

test('the same result gives the same bytes apart from the telemetry', () => {
  const again = hedgingReport(structuredClone(resultOf('standard')), {
    ...context,
    producedBy: 'somebody else',
    telemetry: null,
  })
  assert.notEqual(again, page('standard'))
  assert.equal(withoutTelemetry(again), withoutTelemetry(page('standard')))
  assert.equal(hedgingReport(resultOf('standard'), context), page('standard'))
})

for (const [name, { result, html }] of pages) {
  test(`every figure of the page is the number that its pointer leads to (${name})`, () => {
    const figures = [...html.matchAll(/<data value="([^"]*)" data-pointer="([^"]*)"(?: title="([^"]*)")?/g)]
    assert.ok(figures.length > 150, `${figures.length} figures`)
    for (const [, value, pointer, title] of figures) {
      const at = unescaped(pointer)
      assert.ok(valueAtPointer(result, at) === Number(value), at)
      if (title !== undefined) assert.ok(unescaped(title).startsWith(`${at} = ${value}; `), title)
    }
  })

  test(`every mark and every word with a pointer comes from the result (${name})`, () => {
    const pointers = [...html.matchAll(/data-pointer="([^"]*)"/g)].flatMap(([, text]) =>
      unescaped(text).split(/ (?=\/)/),
    )
    assert.ok(pointers.length > 300)
    for (const pointer of pointers) assert.notEqual(valueAtPointer(result, pointer), undefined, pointer)
  })

  test(`the page asks for nothing outside itself (${name})`, () => {
    const markup = html.replace(/<title>[^<]*<\/title>/g, '')
    assert.doesNotMatch(markup, /<(?:script|img|iframe|object|embed|audio|video|source)[^>]*\ssrc=/i)
    assert.doesNotMatch(markup, /@import|@font-face|url\((?!#)/i)
    for (const [, target] of markup.matchAll(/\shref="([^"]*)"/g)) assert.match(target, /^(#[\w-]+|data:,)$/)
    assert.match(html, /default-src 'none'/)
    assert.equal([...markup.matchAll(/<script/g)].length, 1)
  })

  test(`ids are unique, headings are in order and charts are named (${name})`, () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
    assert.equal(new Set(ids).size, ids.length)
    const levels = [...html.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]))
    assert.equal(levels[0], 1)
    assert.equal(levels.filter((level) => level === 1).length, 1)
    levels.slice(1).forEach((level, i) => assert.ok(level - levels[i] <= 1, `h${levels[i]} then h${level}`))
    for (const [svg] of html.matchAll(/<svg[^>]*>/g)) assert.match(svg, /role="img" aria-label="[^"]+"/)
    for (const [table] of html.matchAll(/<table[\s\S]*?<\/thead>/g)) assert.match(table, /<caption>[\s\S]*scope="col"/)
  })

  test(`no number of the page is undefined, infinite or not a number (${name})`, () => {
    assert.doesNotMatch(html, />[^<]*\b(NaN|undefined|Infinity|\[object)\b/)
    assert.doesNotMatch(html, /="[^"]*\b(NaN|undefined|Infinity)\b/)
  })
}

test('names from a mandate and a portfolio cannot become markup, slots or the end of the telemetry', () => {
  const html = page('infeasible, with hostile names')
  assert.doesNotMatch(html, /<script>(alert|1)/)
  assert.doesNotMatch(html, /<img/)
  assert.equal(html.split('<!--/telemetry-->').length, 2)
  assert.equal(html.split('</style>').length, 2)
  assert.ok(
    html.includes('&lt;/title&gt;&lt;script&gt;alert(&quot;mandate&quot;)&lt;/script&gt; {{/study/seed | count}}'),
  )
  assert.ok(html.includes('{{/nowhere | text}}'))
  assert.ok(html.includes('&lt;img src=x onerror=alert(1)&gt; {{/study/seed | count}}'))
  assert.ok(page('standard').includes('a machine &lt;of&gt; iron'))
})

test('a simulated fund is said to be one on top, in the head and foot of every sheet and over the replays', () => {
  const html = page('standard')
  assert.match(sectionOf(html, 'summary'), /Simulated fund and market/)
  assert.match(html, /@top-left\{content:"[^"]*simulated fund and market/)
  assert.match(sectionOf(html, 'replays'), /Simulated history – not a market/)
  const real = resultOf('standard')
  const labelled = hedgingReport({ ...real, study: { ...real.study, origin: 'real' } }, context)
  assert.doesNotMatch(labelled, /Simulated fund and market|Simulated history/)
})

test('a mandate that cannot be met is explained before any figure, and its answer is called a compromise', () => {
  const html = page('infeasible, with hostile names')
  assert.match(html, /class="badge caution"[^]*Best compromise/)
  const summary = sectionOf(html, 'summary')
  const warning = summary.indexOf('No package meets every limit of the mandate')
  assert.ok(warning > 0 && warning < summary.indexOf('class="key-figures"'))
  assert.match(summary, /The smallest relaxation that lets a package through/)
  assert.match(summary, /class="status stop"[^]*broken/)
  assert.doesNotMatch(page('standard'), /The smallest relaxation that lets a package through/)
})

test('where nothing is traded the page says so and makes nothing up', () => {
  const html = page('no hedge')
  assert.equal(resultOf('no hedge').decision.status, 'no-hedge')
  assert.match(html, /class="badge good"[^]*No hedge/)
  assert.match(sectionOf(html, 'summary'), /Nothing is traded/)
  assert.match(sectionOf(html, 'execution'), /There is nothing to deal/)
  assert.match(sectionOf(html, 'why-not'), /Only one package was compared/)
  assert.match(sectionOf(html, 'accounting'), /No relationship can be designated/)
})

test('a window without history is named with what there is, not drawn', () => {
  const section = sectionOf(page('standard'), 'replays')
  assert.match(section, /Windows that the history does not cover/)
  assert.match(section, /Before all history/)
  assert.equal([...section.matchAll(/<svg/g)].length, 1)
})

test('why-not tells of every package once, the chosen one among them', () => {
  const { packages, selection } = resultOf('standard').selection
  const table = /<details class="table" id="all-packages">[\s\S]*?<\/details>/.exec(page('standard'))![0]
  assert.equal([...table.matchAll(/<tr[ >]/g)].length, packages.length + 1)
  assert.match(table, /class="strong"[^]*chosen/)
  const infeasible = selection.whyNot.filter(({ reason }) => reason === 'infeasible').length
  assert.equal([...table.matchAll(/>breaks /g)].length, infeasible)
})

test('places where effectiveness is not held are on the page with a reason each', () => {
  const { result, html } = pages.get('standard')!
  const section = sectionOf(html, 'effectiveness')
  const missed = result.selection.verdicts.flatMap(({ checks }) => checks.filter(({ met }) => !met))
  assert.ok(missed.length > 0)
  assert.equal([...section.matchAll(/<\/span> not held<\/td>/g)].length, missed.length)
  assert.doesNotMatch(section, /not held<\/td><td><\/td>/)
})

test('the front in cost and risk keeps what no other beats in both', () => {
  const row = (risk: number, cost: number) => ({
    ofAssets: { fundedStatusAtRisk: { value: risk }, annualCostBp: cost },
  })
  const rows = [row(3, 3), row(1, 9), row(2, 9.5), row(2, 5), row(2.5, 5), row(4, 3)]
  assert.deepEqual(lowerLeft(rows, [0, 1, 2, 3, 4, 5]), [1, 3, 0])
  assert.deepEqual(lowerLeft(rows, [4, 5]), [4, 5])
})

test('a result with a number that is not finite is refused, and one whose choice is no package of its own', () => {
  const result = resultOf('standard')
  const broken = { ...result, exposures: { ...result.exposures, assets: Number.NaN } }
  assert.throws(
    () => hedgingReport(broken, context),
    (error) => error instanceof TuttiError && error.details.problems?.[0]?.field === '/exposures/assets',
  )
  assert.throws(
    () => hedgingReport({ ...result, decision: { ...result.decision, package: 'p9999' } }, context),
    (error) => error instanceof TuttiError && error.code === 'missing-data',
  )
})
