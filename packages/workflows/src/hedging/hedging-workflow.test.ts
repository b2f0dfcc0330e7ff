import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operations } from '@tutti/operations'
import { figureAt, jsonPointer, templateParts, units, valueAtPointer } from '../figures/index.ts'
import type { ReviewRecord } from '../review/index.ts'
import type { CitableFigure, SpecialistResults } from '../specialists/index.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import { plainResult } from '../workflow/index.ts'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import { noLimits, smallHedgingMandate, smallInput } from './hedging-study.fixture.ts'
import { preparedStudy } from './hedging-workflow.fixture.ts'
import { hedgingWorkflow } from './hedging-workflow.ts'
import { validHedgingMandate } from './mandate/index.ts'

const prepared = await preparedStudy()
const results = await prepared.results()
const { specialists } = hedgingWorkflow

/** The slots of a template: specialist, pointer, format. */
function slotsOf(template: string) {
  return templateParts(template).flatMap((part) => {
    if ('literal' in part) return []
    const cut = part.pointer.indexOf('#')
    return [
      { source: part.pointer.slice(0, cut), pointer: part.pointer.slice(cut + 1), format: part.format.split(' ') },
    ]
  })
}

const fits = ({ pattern }: CitableFigure, pointer: string): boolean => {
  const [wanted, given] = [pattern.split('/'), pointer.split('/')]
  return wanted.length === given.length && wanted.every((key, i) => key === '*' || key === given[i])
}

/** Throws unless every slot of the brief resolves, and every figure is citable in its unit. */
function requireGrounded(name: string, own: unknown, known: SpecialistResults): void {
  const specialist = specialists.find((each) => each.name === name)!
  const template = specialist.script.brief(own, known)
  for (const part of templateParts(template)) {
    if ('literal' in part) assert.doesNotMatch(part.literal.replaceAll(/\b9?5 %/g, ''), /\p{Nd}/u, name)
  }
  const slots = slotsOf(template)
  assert.ok(slots.length > 1 || (slots.length === 1 && template.includes('nothing to deal')), `${name}: ${template}`)
  for (const { source, pointer, format } of slots) {
    assert.ok(source === name || specialist.needs.includes(source), `${name} cites ${source}`)
    const root = source === name ? own : known[source]
    const unit = units.find((each) => each === format[0])
    if (unit === undefined) {
      const words = valueAtPointer(root, pointer)
      assert.notEqual(words, null)
      assert.ok(typeof words !== 'string' || words.length <= 200, `${name}: ${pointer} is ${String(words).length} long`)
      continue
    }
    const citable = specialists.find((each) => each.name === source)!.script.figures
    assert.ok(
      citable.some((figure) => figure.unit === unit && fits(figure, pointer)),
      `${name}: ${source}#${pointer} in ${unit} is not citable`,
    )
    assert.notEqual(figureAt(root, pointer, unit, 1).value, null, `${name}: ${pointer}`)
  }
}

test('every brief cites only figures that are there, in their units, and types none in', () => {
  for (const { name } of specialists) requireGrounded(name, results[name], results)
})

test('the briefs of a run with specialists missing are grounded too and name who is missing', async () => {
  const known = await prepared.results(['fx-hedger', 'credit-analyst'])
  requireGrounded('hedge-selection', known['hedge-selection'], known)
  requireGrounded('execution-trader', known['execution-trader'], known)
  const lead = specialists.find(({ name }) => name === 'hedge-selection')!
  assert.match(lead.script.brief(known['hedge-selection'], known), /no result of fx-hedger and credit-analyst/)
})

test('the briefs of a fund that is left alone, or that no package suits, are grounded too', async () => {
  const free = smallHedgingMandate({ limits: noLimits, objectives: { cost_of_capital: 0 } })
  const strict = smallHedgingMandate({ limits: { total_cost_bp: 1 } })
  const none = { allowed: [] }
  const idle = smallHedgingMandate({
    instruments: { currency: none, rates: none, inflation: none, credit: none },
    limits: { stress_effectiveness: 0.9 },
  })
  for (const [mandate, words] of [
    [free, /no hedge is worth its cost/],
    [idle, /one package to compare.*It breaks these limits/],
    [strict, /none meets every limit/],
  ] as const) {
    const known = await (await preparedStudy(smallInput({ mandate }))).results()
    for (const { name } of specialists) requireGrounded(name, known[name], known)
    assert.match(
      specialists.find(({ name }) => name === 'hedge-selection')!.script.brief(known['hedge-selection'], known),
      words,
    )
    assert.equal((known['reviewer'] as ReviewRecord).agreed, true)
  }
})

test('patterns of citable figures point at figures of the result', () => {
  const walk = (value: unknown, keys: readonly (string | number)[], found: string[]): string[] => {
    if (typeof value === 'number') found.push(jsonPointer(...keys))
    else if (typeof value === 'object' && value !== null) {
      if ('standardError' in value && 'value' in value) found.push(jsonPointer(...keys))
      for (const [key, item] of Object.entries(value)) walk(item, [...keys, key], found)
    }
    return found
  }
  // what the small fund has none of: volatilities, options left aside, limits, moves beyond those tried
  const absent = /vega|setAside|totalCostLimit|costLimitPercent|headroom(Up|Down)Bp|concentration\/limit/
  for (const { name, script } of specialists) {
    if (name === 'reviewer') continue
    const pointers = walk(results[name], [], [])
    for (const figure of script.figures) {
      if (absent.test(figure.pattern)) continue
      assert.ok(
        pointers.some((pointer) => fits(figure, pointer)),
        `${name}: ${figure.pattern}`,
      )
    }
  }
})

test('specialists may use operations that exist and propose kinds that exist', () => {
  const kinds = hedgingWorkflow.changes.map(({ kind }) => kind)
  for (const { name, script } of specialists) {
    for (const wanted of script.operations) {
      const found = operations.some((one) => (wanted.endsWith('/') ? one.name.startsWith(wanted) : one.name === wanted))
      assert.ok(found, `${name} may use ${wanted}, which is no operation`)
    }
    for (const kind of script.changes) assert.ok(kinds.includes(kind), `${name} may propose ${kind}`)
    for (const { tool, input } of script.calls?.(results[name], results) ?? []) {
      const operation = operations.find((one) => one.name.replace('/', '_') === tool)
      if (operation !== undefined) {
        assert.ok(script.operations.some((own) => own === operation.name || operation.name.startsWith(own)))
        assert.doesNotThrow(() => operation.run(input), `${name} calls ${tool}`)
      } else {
        assert.equal(tool, 'read_result')
        const [source, pointer] = (input['at'] as string).split('#')
        assert.equal(source, name)
        assert.notEqual(valueAtPointer(results[name], pointer), undefined)
      }
    }
  }
})

test('the choice goes on without any one of the specialists of the domains, and the decision is under that reservation', async () => {
  const domainsOf = {
    'fx-hedger': ['currency'],
    'rates-specialist': ['rates', 'inflation'],
    'credit-analyst': ['credit'],
  }
  for (const [name, domains] of Object.entries(domainsOf)) {
    const outcomes = await prepared.outcomes([name])
    assert.deepEqual(
      Object.entries(outcomes).flatMap(([each, { status }]) => (status === 'done' ? [] : [`${each} ${status}`])),
      [`${name} failed`],
    )
    const known = await prepared.results([name])
    const result = hedgingWorkflow.result(prepared.study, known)
    assert.deepEqual(result.missing, [name])
    assert.ok(result.decision.headline.includes(name), result.decision.headline)
    assert.match(result.decision.headline, /reservation/)
    for (const domain of domains as ('currency' | 'rates' | 'inflation' | 'credit')[]) {
      const { set } = result.domains[domain]
      assert.deepEqual(
        set.strategies.map(({ id }) => id),
        ['none'],
      )
      assert.match(set.reasons[0], new RegExp(`no result of ${name}`))
      assert.ok(
        result.selection.chosen.trades.every(({ instrument }) => !domainsHold(result.selection, instrument, domain)),
      )
    }
  }
})

function domainsHold({ afterHedge }: HedgeSelection, instrument: string, domain: string): boolean {
  return afterHedge.trades.some((trade) => trade.instrument === instrument && trade.domain === domain)
}

test('a run with a specialist missing leaves the steps of a full run alone', async () => {
  const full = JSON.stringify(hedgingWorkflow.result(prepared.study, results))
  await prepared.results(['rates-specialist'])
  assert.equal(JSON.stringify(hedgingWorkflow.result(prepared.study, await prepared.results())), full)
})

test('without the portfolio manager nobody can work; without the reviewer the result stands, with a reservation', async () => {
  const none = await prepared.outcomes(['portfolio-manager'])
  assert.deepEqual(
    Object.values(none).map(({ status }) => status),
    ['failed', 'not-run', 'not-run', 'not-run', 'failed', 'not-run', 'not-run'],
  )
  const result = hedgingWorkflow.result(prepared.study, await prepared.results(['reviewer']))
  assert.equal(result.review, null)
  assert.deepEqual(result.missing, ['reviewer'])
  assert.match(result.decision.headline, /reservation.*reviewer/)
})

test('without the choice there is no result', async () => {
  const specialist = specialists.map((each) =>
    each.name === 'hedge-selection' ? { ...each, analyse: () => Promise.reject(new Error('no choice')) } : each,
  )
  await assert.rejects(
    plainResult({ ...hedgingWorkflow, specialists: specialist }, smallInput(), inProcessContext()),
    /no choice/,
  )
})

test('governance is part of the mandate and of no figure and no step', async () => {
  const mandate = smallHedgingMandate()
  const governed = validHedgingMandate(
    { ...mandate, governance: { approval: { required: true, approvers: ['The chair'] } } },
    'governed.yaml',
  )
  assert.equal(mandate.governance.approval.required, false)
  assert.equal(hedgingWorkflow.governance(smallInput({ mandate: governed })).approval.required, true)
  const steps = new Map<string, string>()
  const first = inProcessContext({ steps })
  const plain = await plainResult(hedgingWorkflow, smallInput(), first)
  const again = inProcessContext({ steps })
  const result = await plainResult(hedgingWorkflow, smallInput({ mandate: governed }), again)
  assert.equal(JSON.stringify(result), JSON.stringify(plain))
  assert.deepEqual(again.computed, [])
  assert.equal('governance' in result.study.mandate, false)
})
