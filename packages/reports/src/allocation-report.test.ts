import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { allocationReport } from './allocation-report.ts'
import { valueAtPointer } from '@tutti/workflows/figures'
import type { ReportContext } from './report-context.ts'
import { simulatedResult, type SimulatedVariant } from './testing/index.ts'
import { unescaped } from './testing/page-text.ts'

const context: ReportContext = {
  runKey: 'run-key',
  codeVersion: '1.2.3',
  producedBy: 'a test',
  telemetry: {
    pathSteps: 13_230_000,
    seconds: 3.2,
    pathStepsPerSecond: 4_134_375,
    workers: 4,
    machine: 'a machine <of> iron',
    peakMemoryMb: 400,
  },
}

const variants: Readonly<Record<string, Partial<SimulatedVariant>>> = {
  standard: {},
  infeasible: { feasible: false, history: false },
  withheld: { withheld: true },
  'one regime': { regimes: 'one', history: false },
  'hostile names': { regimes: 'hostile', feasible: false },
  'few trials': { trials: 12, candidates: 1 },
}
const pages = new Map(
  Object.entries(variants).map(([name, variant]) => {
    const result = simulatedResult(variant)
    return [name, { result, html: allocationReport(result, context) }] as const
  }),
)
const page = (name: string): string => pages.get(name)!.html

const withoutTelemetry = (html: string): string => html.replace(/<!--telemetry-->[\s\S]*?<!--\/telemetry-->/, '')

test('the same result gives the same bytes apart from the telemetry', () => {
  const result = simulatedResult()
  const again = allocationReport(structuredClone(result), {
    runKey: context.runKey,
    codeVersion: context.codeVersion,
    producedBy: 'somebody else',
    telemetry: null,
  })
  assert.notEqual(again, page('standard'))
  assert.equal(withoutTelemetry(again), withoutTelemetry(page('standard')))
  assert.equal(allocationReport(result, context), page('standard'))
})

for (const [name, { result, html }] of pages) {
  test(`every figure of the page is the number that its pointer leads to (${name})`, () => {
    const figures = [...html.matchAll(/<data value="([^"]*)" data-pointer="([^"]*)" title="([^"]*)"/g)]
    assert.ok(figures.length > 200, `${figures.length} figures`)
    for (const [, value, pointer, title] of figures) {
      const at = unescaped(pointer)
      assert.ok(valueAtPointer(result, at) === Number(value), at)
      assert.ok(unescaped(title).startsWith(`${at} = ${value}; `), title)
    }
  })

  test(`every mark and every word with a pointer comes from the result (${name})`, () => {
    const pointers = [...html.matchAll(/data-pointer="([^"]*)"/g)].flatMap(([, text]) =>
      unescaped(text).split(/ (?=\/)/),
    )
    assert.ok(pointers.length > 500)
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

  test(`the page stays below two and a half megabytes (${name})`, () => {
    assert.ok(Buffer.byteLength(html) < 2.5e6, `${Buffer.byteLength(html)} bytes`)
  })
}

test('names from a mandate cannot become markup, slots or the end of the telemetry', () => {
  const html = page('hostile names')
  assert.doesNotMatch(html, /<script>alert/)
  assert.doesNotMatch(html, /<img/)
  assert.equal(html.split('<!--/telemetry-->').length, 2)
  assert.equal(html.split('</style>').length, 2)
  assert.ok(html.includes('Closing }} braces {{/study/seed | count}}'))
  assert.ok(html.includes('&lt;/title&gt;&lt;script&gt;alert(&quot;mandate&quot;)&lt;/script&gt;'))
  assert.ok(page('standard').includes('a machine &lt;of&gt; iron'))
})

test('a result with many trials stays a page that opens quickly', () => {
  const html = allocationReport(simulatedResult({ trials: 1500 }), context)
  assert.ok(Buffer.byteLength(html) < 2.5e6, `${Buffer.byteLength(html)} bytes`)
  assert.match(html, /Only the best trials by score are drawn/)
  assert.doesNotMatch(page('standard'), /Only the best trials by score are drawn/)
})

test('a recommendation that is withheld says so before anything else', () => {
  const html = page('withheld')
  assert.match(html, /class="badge stop"[^]*Withheld/)
  const warning = html.indexOf('Recommendation withheld: do not act')
  const first = html.indexOf('class="key-figures"', html.indexOf('<main'))
  assert.ok(warning > 0 && warning < first)
  assert.match(html, /@top-left\{content:"[^"]*Withheld/)
  for (const name of ['standard', 'infeasible']) assert.doesNotMatch(page(name), /Recommendation withheld/)
})

test('a mandate that cannot be met is explained, and its answer is called a compromise', () => {
  const html = page('infeasible')
  assert.match(html, /class="badge caution"[^]*Best compromise/)
  for (const words of [
    'this is the best compromise, not a recommendation',
    'The smallest relaxation found',
    'Out of reach',
    '✗',
  ])
    assert.ok(html.includes(words), words)
  assert.doesNotMatch(page('standard'), /The smallest relaxation found/)
})

test('a simulated history is labelled in its heading, its charts and its tables', () => {
  const html = page('standard')
  assert.ok(html.split('Simulated history – not a market').length > 10)
  const real = simulatedResult()
  const labelled = allocationReport({ ...real, history: { ...real.history!, origin: 'real' } }, context)
  assert.doesNotMatch(labelled, /Simulated history/)
})

test('without history its section says why, and nothing is made up', () => {
  assert.match(page('infeasible'), /n\/a: the study was given no history/)
})

test('a figure that the result does not give is n/a with its reason', () => {
  assert.match(page('standard'), /sensitivity\/heatmaps\/0\/values\/1\/3: n\/a, no sample fell into this cell/)
})

test('every check of the paths is on the page, failed ones first', () => {
  const { result, html } = pages.get('withheld')!
  const { checks } = result.validation
  const order = [...html.matchAll(/data-pointer="\/validation\/checks\/(\d+)\/label"/g)].map((match) =>
    Number(match[1]),
  )
  const listed = order.slice(-checks.length)
  assert.equal(new Set(listed).size, checks.length)
  const verdicts = listed.map((i) => checks[i].passed)
  assert.equal(verdicts.lastIndexOf(false), verdicts.filter((passed) => !passed).length - 1)
  assert.ok(!verdicts[0])
})

test('ties are shown as ties', () => {
  const { result, html } = pages.get('standard')!
  assert.ok(result.decision.tiedTrials.length > 0)
  assert.match(html, /cannot be told apart from it/)
  assert.match(html, /class="status caution"[^]*tied/)
  assert.match(page('few trials'), /no other candidate is tied with it/)
})

test('a result with a number that is not finite is refused, and so is such telemetry', () => {
  const result = simulatedResult()
  const broken = { ...result, luck: { ...result.luck, overfittingProbabilitySimulated: Number.NaN } }
  assert.throws(
    () => allocationReport(broken, context),
    (error) =>
      error instanceof TuttiError &&
      error.code === 'invalid-input' &&
      error.details.problems?.[0]?.field === '/luck/overfittingProbabilitySimulated',
  )
  const telemetry = { ...context.telemetry!, seconds: Number.POSITIVE_INFINITY }
  assert.throws(() => allocationReport(result, { ...context, telemetry }), TuttiError)
})

test('a decision on a trial that the result does not have is refused', () => {
  const result = simulatedResult()
  assert.throws(
    () => allocationReport({ ...result, decision: { ...result.decision, trial: 9999 } }, context),
    (error) => error instanceof TuttiError && error.code === 'missing-data',
  )
})
