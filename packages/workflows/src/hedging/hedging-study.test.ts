import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { LiabilityFlow } from '@tutti/market'
import { specialistWaves } from '../specialists/index.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import type { WorkflowContext } from '../workflow-context.ts'
import { ordersCsv } from './execution/index.ts'
import {
  comparison,
  held,
  type MandateChange,
  noLimits,
  owed,
  smallHedgingMandate,
  smallInput,
  smallLiabilities,
  smallPortfolio,
  studied,
} from './hedging-study.fixture.ts'
import { hedgingStudy } from './hedging-study.ts'
import { scaleDifferences } from './scaled-figures.fixture.ts'
import { hedgingConcurrency, hedgingSpecialists } from './specialists.ts'
import { hedgeDomains } from './universe/index.ts'

const { result, context } = await studied()
const { selection, decision } = result
const planOf = ({ execution }: typeof result) => execution!.plan
const text = JSON.stringify(result)

/** Places of values that JSON cannot carry: numbers that are not finite, undefined, anything but lists and plain objects. */
function notPlain(value: unknown, place: string): string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return []
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [place]
  if (typeof value !== 'object') return [place]
  if (Array.isArray(value)) return value.flatMap((item, i) => notPlain(item, `${place}[${i}]`))
  if (Object.getPrototypeOf(value) !== Object.prototype) return [place]
  return Object.entries(value).flatMap(([key, item]) => notPlain(item, `${place}.${key}`))
}

test('every number is finite and nothing is lost on the way to a file and back', () => {
  assert.deepEqual(notPlain(result, 'result'), [])
  assert.deepEqual(JSON.parse(text), result)
})

test('every step of a study is computed once', () => {
  assert.equal(new Set(context.computed).size, context.computed.length)
  assert.equal(context.steps.size, context.computed.length)
})

test('a study has the same bits in whatever order shards run', async () => {
  const other = await studied(smallInput(), { order: 'odd-first' })
  assert.ok(other.context.maps.some(({ shards }) => shards > 1))
  assert.equal(JSON.stringify(other.result), text)
})

/** As a run store hands a step back: keys in the order of the alphabet. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}
const canonical = (value: unknown): string => JSON.stringify(sorted(value))

test('a study that is killed after every single step resumes to the same bits, and computes no step twice', async () => {
  const steps = new Map<string, string>()
  const computed: string[] = []
  let final = ''
  for (let session = 0; final === ''; session++) {
    assert.ok(session <= context.computed.length, 'every session computes a step')
    for (const [key, value] of steps) steps.set(key, canonical(JSON.parse(value)))
    const before = steps.size
    let killed = false
    const beforeStep = (): void => {
      killed = steps.size > before
      if (killed) throw new Error('killed')
    }
    const resumed = inProcessContext({ steps, beforeStep })
    const ended = await hedgingStudy(resumed, smallInput()).catch((error: unknown) => assert.ok(killed, String(error)))
    // a process that is dead hands nothing over
    if (!killed) final = canonical(ended)
    computed.push(...resumed.computed)
  }
  assert.equal(final, canonical(result))
  assert.deepEqual(computed.toSorted(), context.computed.toSorted())
})

test('the order in which a mandate lists its currencies and buckets leaves no trace, as it leaves none in the addresses of steps', async () => {
  const { market, ...rest } = smallHedgingMandate()
  const backwards = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).toReversed()) as T
  const { currencies, spreads } = market
  const mandate = { market: { ...market, currencies: backwards(currencies), spreads: backwards(spreads) }, ...rest }
  assert.equal(JSON.stringify((await studied(smallInput({ mandate }))).result), text)
})

test('a study that is complete computes no step again', async () => {
  const again = await studied(smallInput(), { steps: new Map(context.steps) })
  assert.deepEqual(again.context.computed, [])
  assert.equal(JSON.stringify(again.result), text)
})

test('another seed gives other simulated figures and the same exposures', async () => {
  const other = await comparison(smallInput({ seed: 4 }))
  const { currencies, rates, inflation, credit, equity, duration, fundedRatio } = result.exposures
  const own = { currencies, rates, inflation, credit, equity, duration, fundedRatio }
  for (const [name, value] of Object.entries(own)) {
    assert.deepEqual(other.exposures[name as keyof typeof own], value, name)
  }
  assert.notEqual(other.exposures.risk.fundedStatusAtRisk.value, result.exposures.risk.fundedStatusAtRisk.value)
  assert.notEqual(other.packages[0].score, selection.packages[0].score)
})

test('a step found under the address of other holdings, another market or another mandate is not used', async () => {
  const other = smallInput({ seed: 4 })
  const { steps } = inProcessContext({ steps: new Map(context.steps) })
  const holdings = { ...other.holdings, sources: other.holdings.sources.map((one) => ({ ...one, sha256: 'other' })) }
  for (const change of [{ seed: 5 }, { holdings }, { snapshot: { ...other.snapshot, hash: 'other' } }]) {
    const beforeStep = (name: string): void => {
      throw new Error(`computes ${name}`)
    }
    await assert.rejects(studied({ ...smallInput(), ...change }, { steps, beforeStep }), /computes portfolio-manager/)
  }
})

test('six roles: the portfolio manager first and last before the trader, three specialists in between side by side, a review at the end', () => {
  const waves = specialistWaves(hedgingSpecialists).map((wave) => wave.map(({ name }) => name))
  assert.deepEqual(waves, [
    ['portfolio-manager'],
    ['fx-hedger', 'rates-specialist', 'credit-analyst'],
    ['hedge-selection'],
    ['execution-trader'],
    ['reviewer'],
  ])
  assert.equal(new Set(hedgingSpecialists.map(({ role }) => role)).size, 6)
  assert.equal(hedgingConcurrency, 3)
  assert.deepEqual(
    result.specialists.map(({ name, needs }) => ({ name, needs })),
    hedgingSpecialists.map(({ name, needs }) => ({ name, needs })),
  )
})

test('the three domains are at work at once, never more than three steps, and the choice waits for all of them', async () => {
  const inner = inProcessContext({ steps: new Map(context.steps) })
  const events: string[] = []
  const atWork = new Set<string>()
  let most = 0
  const watched: WorkflowContext = {
    ...inner,
    async step(name, inputs, seed, compute) {
      events.push(`+${name}`)
      atWork.add(name)
      most = Math.max(most, atWork.size)
      for (let i = 0; i < 5; i++) await turn()
      const value = await inner.step(name, inputs, seed, compute)
      atWork.delete(name)
      events.push(`-${name}`)
      return value
    },
  }
  assert.equal(JSON.stringify(await hedgingStudy(watched, smallInput())), text)
  assert.equal(most, 3)
  const domains = ['fx-hedger', 'rates-specialist', 'credit-analyst']
  assert.deepEqual(events.slice(0, 2), ['+portfolio-manager', '-portfolio-manager'])
  assert.deepEqual(
    events.slice(2, 5),
    domains.map((name) => `+${name}`),
  )
  const choice = events.indexOf('+packages')
  for (const name of domains) assert.ok(events.indexOf(`-${name}`) < choice)
  assert.deepEqual(events.slice(-4), ['+execution-trader', '-execution-trader', '+reviewer', '-reviewer'])
})

test('the decision is the feasible package of the lowest score, and its figures are the same wherever they stand', () => {
  const row = selection.packages.find(({ id }) => id === selection.chosen.id)!
  const feasible = selection.packages.filter((one) => one.feasible)
  assert.equal(decision.status, 'recommended')
  assert.equal(row.score, Math.min(...feasible.map(({ score }) => score)))
  assert.equal(decision.package, row.id)
  assert.equal(selection.selection.chosen, row.id)
  assert.equal(selection.chosenFigures.score, row.score)
  assert.equal(selection.chosenFigures.fundedStatusAtRisk.value, row.fundedStatusAtRisk.value)
  assert.deepEqual(decision.limits, selection.chosenFigures.limits)
  assert.ok(decision.limits.length > 0 && decision.limits.every(({ met }) => met))
  assert.ok([decision.headline, ...decision.reasons].every((words) => !/\d/.test(words)))
})

test('every rival has its reason, and one that is dominated names a package no worse in anything', () => {
  const { whyNot, front } = selection.selection
  assert.equal(whyNot.length, selection.packages.length - 1)
  const ids = selection.packages.map(({ id }) => id)
  for (const { package: id, reason, brokenLimits, dominated } of whyNot) {
    assert.ok(ids.includes(id))
    if (reason === 'infeasible') assert.ok(brokenLimits.length > 0)
    else assert.deepEqual(brokenLimits, [])
    if (reason === 'dominated') assert.ok(ids.includes(dominated!.by) && !front.includes(id))
  }
})

test('what is dealt, what counterparties take and what is left undone add up to the chosen package', () => {
  for (const { instrument, quantity } of selection.chosen.trades) {
    const near = (sum: number): void => assert.ok(Math.abs(sum - quantity) <= 1e-9 * Math.abs(quantity))
    const { tickets } = selection.counterparties
    near(tickets.filter((one) => one.instrument === instrument).reduce((sum, one) => sum + one.quantity, 0))
    const { executed, shortfalls } = planOf(result)
    const done = executed.filter((one) => one.instrument === instrument)
    const left = shortfalls.filter((one) => one.instrument === instrument)
    near(done.reduce((sum, one) => sum + one.quantity, 0) + left.reduce((sum, one) => sum + one.unexecuted, 0))
  }
})

test('exposures after the hedge are those before and those of its trades', () => {
  const { afterHedge } = selection
  assert.deepEqual(
    afterHedge.trades.map(({ instrument, quantity }) => ({ instrument, quantity })),
    selection.chosen.trades,
  )
  const euro = afterHedge.currencies.find(({ currency }) => currency === 'EUR')!
  const net = result.exposures.currencies.find(({ currency }) => currency === 'EUR')!
  assert.ok(Math.abs(euro.before - net.net) <= 1e-4 * Math.abs(net.net))
  // with one foreign currency and linear hedges, what is left of the variance is the square of what is left of the exposure
  const { value: effectiveness } = selection.chosenFigures.effectiveness.currency!
  assert.ok(Math.abs((euro.after / euro.before) ** 2 - (1 - effectiveness)) < 0.01)
  const gap = selection.chosenFigures.durationGapYears
  assert.ok(Math.abs(afterHedge.durationGap.after - gap) <= 1e-9 * Math.max(1, Math.abs(gap)))
})

/** A fund so many times the size, in a market and with counterparties that are. */
const scaledInput = (scale: number) =>
  smallInput({
    mandate: smallHedgingMandate({ scale }),
    portfolio: smallPortfolio(scale),
    liabilities: smallLiabilities(scale),
  })

test('doubling all notionals doubles all money figures and leaves ratios, choice and schedule alone', async () => {
  const { result: doubled } = await studied(scaledInput(2))
  assert.deepEqual(scaleDifferences(result, doubled, 2, result.exposures.assets).slice(0, 20), [])
  assert.equal(doubled.selection.chosenFigures.score, 2 * result.selection.chosenFigures.score)
  const days = (one: typeof result) => planOf(one).days.map(({ trades }) => trades.map(({ instrument }) => instrument))
  assert.deepEqual(days(doubled), days(result))
  const rows = (one: typeof result): number => ordersCsv(planOf(one), '0123456789abcdef').split('\n').length
  assert.equal(rows(doubled), rows(result))
})

test('a fund of some thousand dollars gets the figures of one of millions: nothing rests on a size in money', async () => {
  const scale = 2 ** -16
  const { result: tiny } = await studied(scaledInput(scale))
  assert.deepEqual(scaleDifferences(result, tiny, scale, result.exposures.assets).slice(0, 20), [])
})

test('limits on the window, the collateral buffer and effectiveness under stress know no size in money either', async () => {
  const limits = { within_execution_window: true, within_collateral_buffer: true, stress_effectiveness: 0.5 }
  const [one, other] = await Promise.all(
    [1, 2 ** -16].map((scale) =>
      comparison({ ...scaledInput(scale), mandate: smallHedgingMandate({ scale, limits }) }),
    ),
  )
  assert.ok(one.chosenFigures.limits.length > result.decision.limits.length)
  assert.deepEqual(scaleDifferences(one, other, 2 ** -16, result.exposures.assets).slice(0, 20), [])
})

test('a fund twice as large in a market that stays as deep has dearer hedges, and the same risk without any', async () => {
  const { mandate } = smallInput()
  const larger = await comparison(
    smallInput({ mandate, portfolio: smallPortfolio(2), liabilities: smallLiabilities(2) }),
  )
  const rows = new Map(larger.packages.map((row) => [row.id, row]))
  for (const row of result.selection.packages.filter(({ strategies }) => strategies !== null)) {
    const twice = rows.get(row.id)!
    // the square-root law of impact: more than double, less than its 2^1.5
    assert.ok(twice.executionCost >= 2 * row.executionCost * (1 - 1e-9))
    assert.ok(twice.executionCost <= 2 ** 1.5 * row.executionCost * (1 + 1e-9))
  }
  const risk = ({ value }: { readonly value: number }, expected: number): void =>
    assert.ok(Math.abs(value / expected - 1) < 1e-9)
  risk(larger.unhedgedFigures.fundedStatusAtRisk, 2 * result.selection.unhedgedFigures.fundedStatusAtRisk.value)
})

const state = { issuer: 'A state', rating: 'AAA', sector: 'government', frequency: 1, cleanPrice: null }
const euroBond = held('bond', {
  id: 'eur',
  currency: 'EUR',
  nominal: 16e6,
  coupon: 0.01,
  maturity: '2032-06-30',
  ...state,
})
const dollarBonds = [
  held('bond', { id: 'usd', currency: 'USD', nominal: 50e6, coupon: 0.03, maturity: '2030-06-30', ...state }),
  held('inflation-linked-bond', { id: 'linked', currency: 'USD', nominal: 20e6, coupon: 0.01, maturity: '2036-06-30', indexRatio: 1, ...state }), // prettier-ignore
]
/** Each June the coupon, in the last the nominal too. */
const asBond = (nominal: number, coupon: number, last: number, more: Partial<LiabilityFlow> = {}): LiabilityFlow[] =>
  Array.from({ length: last - 2020 }, (_, i) => owed(2021 + i, nominal * (coupon + (2021 + i === last ? 1 : 0)), more))
const euroFlows = asBond(16e6, 0.01, 2032, { currency: 'EUR' })

test('a perfectly matched fund needs no hedge', async () => {
  const liabilities = [
    ...asBond(50e6, 0.03, 2030),
    ...asBond(20e6, 0.01, 2036, { indexation: 'inflation-linked' }),
    ...euroFlows,
  ]
  const matched = (await studied(smallInput({ portfolio: [...dollarBonds, euroBond], liabilities }))).result
  const { assets, surplus, risk } = matched.exposures
  assert.ok(Math.abs(surplus) < 1e-12 * assets)
  assert.equal(risk.fundedStatusAtRisk.value, 0)
  assert.deepEqual(matched.exposures.major, [])
  assert.deepEqual(
    matched.selection.verdicts.filter(({ major, held: holds }) => major || holds !== null),
    [],
  )
  assert.equal(matched.decision.status, 'no-hedge')
  assert.deepEqual(matched.selection.chosen.trades, [])
  assert.deepEqual(matched.selection.selection.tied, [])
  assert.deepEqual(planOf(matched).days, [])
  assert.equal(matched.selection.chosenFigures.annualCost, 0)
  assert.deepEqual(Object.values(matched.selection.chosenFigures.effectiveness), [null, null, null, null])
})

test('a currency-matched liability is not hedged, whatever else is', async () => {
  const portfolio = [...smallPortfolio().filter(({ id }) => id !== 'gov-eur' && id !== 'running-forward'), euroBond]
  const liabilities = [...smallLiabilities().filter(({ currency }) => currency === 'USD'), ...euroFlows]
  const { chosen, chosenFigures, packages, savings, exposures } = await comparison(
    smallInput({ portfolio, liabilities }),
  )
  assert.ok(exposures.major.includes('rates') && !exposures.major.includes('currency'))
  const euros = [...chosen.trades, ...savings.naivePackage.trades].filter(({ instrument }) => /EUR/.test(instrument))
  assert.deepEqual(euros, [])
  assert.ok(chosen.trades.length > 0)
  assert.equal(chosenFigures.effectiveness.currency, null)
  assert.ok(packages.every(({ strategies }) => strategies === null || strategies.currency === 'none'))
})

test('a domain in which nothing may be traded has no trades, and the verdict says that nothing is allowed', async () => {
  const all = { currency: ['forward'], rates: ['swap'], inflation: ['zero-coupon-swap'], credit: ['index-cds'] }
  for (const empty of [['rates', 'credit'], hedgeDomains]) {
    const instruments = Object.fromEntries(
      hedgeDomains.map((domain) => [domain, { allowed: empty.includes(domain) ? [] : all[domain] }]),
    )
    const limits = Object.fromEntries(empty.map((domain) => [domain, noLimits[domain]]))
    const { decision, selection } = (
      await studied(smallInput({ mandate: smallHedgingMandate({ instruments, limits }) }))
    ).result
    const traded = new Set(selection.afterHedge.trades.map(({ domain }) => domain))
    for (const domain of empty) assert.ok(!traded.has(domain as never), domain)
    for (const verdict of selection.verdicts.filter(({ group }) => empty.includes(group as never))) {
      assert.equal(verdict.held, false)
      assert.deepEqual(
        verdict.reasons.map(({ code }) => code),
        ['no-instrument-allowed'],
      )
    }
    if (empty === hedgeDomains) assert.equal(decision.status, 'no-hedge')
    else assert.ok(traded.size > 0)
  }
})

/** Under these limits, and no target of effectiveness beyond their floors. */
const limited = (limits: MandateChange['limits']) =>
  smallInput({ mandate: smallHedgingMandate({ limits, objectives: { effectiveness_target: 0 } }) })

test('an infeasible mandate gives the best compromise, the limits in conflict, and a relaxation that lets it through', async () => {
  const floor = 0.9999
  const limits = { rates: { minimum_effectiveness: floor, maximum_duration_gap_years: 0.5 } }
  const { decision, selection } = (await studied(limited(limits))).result
  const { selection: choice, chosenFigures } = selection
  assert.equal(decision.status, 'best-compromise')
  assert.equal(choice.feasible, false)
  assert.ok(choice.infeasibility !== null)
  const { unattainable, conflict, relaxation, violation, words } = choice.infeasibility
  assert.ok([...unattainable, ...conflict].some(({ id }) => id === 'rates-effectiveness'))
  assert.match(words, /Effectiveness on interest rates/)
  const broken = chosenFigures.limits.filter(({ met }) => !met)
  assert.deepEqual(
    relaxation.map(({ id, from, to }) => [id, from, to]),
    broken.map(({ id, limit, value }) => [id, limit, value]),
  )
  const shares = broken.map(({ slack, limit }) => -slack / Math.abs(limit))
  assert.ok(Math.abs(violation - shares.reduce((sum, share) => sum + share, 0)) < 1e-12)
  assert.ok(violation > 0 && decision.limits.some(({ met }) => !met))

  const to = relaxation.find(({ id }) => id === 'rates-effectiveness')!.to
  const eased = await comparison(limited({ rates: { ...limits.rates, minimum_effectiveness: to - 1e-9 } }))
  assert.equal(eased.selection.feasible, true)
})

test('without the limit on total cost the fund is at less risk, never more', async () => {
  const objectives = { cost_of_capital: 0.1, effectiveness_target: 0 }
  const within = (total_cost_bp: number | null) =>
    comparison(smallInput({ mandate: smallHedgingMandate({ limits: { ...noLimits, total_cost_bp }, objectives }) }))
  const free = await within(null)
  const costBp = (free.chosenFigures.annualCost / free.exposures.assets) * 1e4
  assert.ok(costBp > 1, 'the limit binds')
  const { selection: limitedChoice, chosenFigures } = await within(0.5 * costBp)
  assert.equal(limitedChoice.feasible, true)
  assert.ok(chosenFigures.annualCost <= 0.5 * free.chosenFigures.annualCost * (1 + 1e-9))
  assert.ok(free.chosenFigures.fundedStatusAtRisk.value <= chosenFigures.fundedStatusAtRisk.value * (1 + 1e-9))
  assert.ok(free.chosenFigures.riskReduction! >= chosenFigures.riskReduction! - 1e-9)
})
