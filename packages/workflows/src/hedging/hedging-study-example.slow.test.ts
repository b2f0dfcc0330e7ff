/** The simulated example fund, studied whole: what the report leads with follows from what stands behind it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type CurveHistoryId, loadHoldings, loadSnapshot, type SeriesId } from '@tutti/market'
import { inProcessContext } from '../testing/in-process-context.ts'
import { hedgingStudy } from './hedging-study.ts'
import { parsedHedgingMandate } from './mandate/index.ts'
import { hedgingRequirements } from './market/index.ts'

const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../../../../examples/04-hedging/${name}`, import.meta.url))
const given = parsedHedgingMandate(readFileSync(fileOf('mandate.yaml'), 'utf8'), 'mandate.yaml')
const mandate = { ...given, scenarios: { ...given.scenarios, count: 2000 } }
const { require, optional } = hedgingRequirements(mandate)
const snapshot = await loadSnapshot(fileOf('market'), {
  require: require as (SeriesId | CurveHistoryId)[],
  optional: optional as (SeriesId | CurveHistoryId)[],
})
const holdings = await loadHoldings(
  { portfolio: fileOf('portfolio.csv'), liabilities: fileOf('liabilities.csv') },
  {
    asOf: snapshot.asOf,
    currencies: Object.keys(mandate.market.currencies),
    counterparties: mandate.counterparties.map(({ id }) => id),
    indices: Object.keys(mandate.market.equities),
    creditIndices: mandate.market.credit_indices.map(({ bucket }) => bucket),
  },
)
const context = inProcessContext()
const result = await hedgingStudy(context, { mandate, holdings, snapshot, seed: 1 })
const { exposures, objectives, selection, execution, decision } = result
const { chosenFigures, savings } = selection
const { assets, liabilities } = exposures

const near = (got: number, expected: number, what: string, relative = 1e-9): void =>
  assert.ok(
    Math.abs(got - expected) <= relative * Math.max(Math.abs(got), Math.abs(expected)),
    `${what}: ${got}, ${expected}`,
  )
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test('at least 200 packages are compared on 2,000 scenarios, in a result of less than 6 MB of finite numbers', () => {
  assert.ok(selection.packages.length >= 200)
  assert.equal(new Set(selection.packages.map(({ id }) => id)).size, selection.packages.length)
  assert.equal(result.study.scenarios.count, 2000)
  assert.equal(chosenFigures.fundedStatusAtRisk.count, 2000)
  const text = JSON.stringify(result, (_, value: unknown) => {
    assert.ok(typeof value !== 'number' || Number.isFinite(value))
    return value
  })
  assert.ok(Buffer.byteLength(text) < 6e6, `${Buffer.byteLength(text)} bytes`)
  assert.deepEqual(JSON.parse(text), result)
})

test('the fund is of the size that it is meant to have, in several currencies, over thirty years', () => {
  assert.ok(assets > 24e9 && assets < 26e9)
  assert.ok(exposures.currencies.length >= 3)
  near(exposures.surplus, assets - liabilities, 'surplus')
  near(exposures.fundedRatio, assets / liabilities, 'funded ratio')
  near(sum(exposures.currencies.map(({ net }) => net)), exposures.surplus, 'net by currency', 1e-6)
  const { risk } = exposures
  near(sum(risk.contributions.map(({ contribution }) => contribution)), risk.fundedStatusAtRisk.value, 'contributions')
})

test('a major group holds its effectiveness everywhere, or the verdict says where it does not and why', () => {
  const major = selection.verdicts.filter((verdict) => verdict.major)
  assert.ok(major.length >= 3)
  for (const { group, held, target, checks, reasons } of major) {
    assert.equal(target, mandate.objectives.effectiveness_target)
    const missed = checks.filter(({ met }) => !met)
    for (const { effectiveness, met } of checks) assert.equal(met, effectiveness >= target)
    if (held === true) assert.deepEqual(missed, [], group)
    else assert.ok(reasons.length > 0 || missed.every((check) => check.reasons.length > 0), group)
  }
  const unhedged = major.filter(({ held }) => held === false).map(({ group }) => group)
  for (const group of unhedged) assert.ok(decision.headline.includes(group) || decision.status !== 'recommended', group)
})

test('the chosen package is the feasible one of the lowest score, or a compromise whose broken limits are named', () => {
  const feasible = selection.packages.filter((row) => row.feasible)
  if (decision.status === 'best-compromise') {
    assert.deepEqual(feasible, [])
    assert.ok(selection.selection.infeasibility!.relaxation.length > 0)
  } else {
    assert.ok(chosenFigures.limits.every(({ met }) => met))
    assert.equal(chosenFigures.score, Math.min(...feasible.map(({ score }) => score)))
  }
  assert.equal(selection.selection.whyNot.length, selection.packages.length - 1)
})

test('scores, costs and savings are the arithmetic that they say they are', () => {
  const { costOfCapital } = objectives
  for (const row of selection.packages) {
    near(row.score, row.annualCost + costOfCapital * row.fundedStatusAtRisk.value, `score of ${row.id}`)
    near(row.ofAssets.scoreBp, (row.score / assets) * 1e4, `score of ${row.id} in bp`)
  }
  for (const cost of [savings.unhedged, savings.naive, savings.chosen]) {
    const { carryAndRoll, execution: dealing, charges, total } = cost.annualCost
    near(total, carryAndRoll + dealing + charges, 'annual cost')
    near(cost.riskCost, costOfCapital * cost.fundedStatusAtRisk, 'cost of risk')
    near(cost.total, total + cost.riskCost, 'total')
  }
  assert.equal(savings.unhedged.annualCost.total, 0)
  near(savings.chosen.total, chosenFigures.score, 'chosen')
  near(savings.againstUnhedged.money, savings.unhedged.total - savings.chosen.total, 'against no hedge', 1e-7)
  near(savings.againstNaive.money, savings.naive.total - savings.chosen.total, 'against the naive hedge', 1e-7)
  near(savings.againstUnhedged.bp, (savings.againstUnhedged.money / assets) * 1e4, 'in bp')
  near(
    chosenFigures.riskReduction!,
    1 - chosenFigures.fundedStatusAtRisk.value / savings.unhedged.fundedStatusAtRisk,
    'risk',
  )
})

test('key rates add up to the parallel move, and exposures after are those before and the hedge', () => {
  for (const ladder of [...selection.afterHedge.rates, ...selection.afterHedge.inflation]) {
    for (const side of ['before', 'hedge', 'after'] as const) {
      near(sum(ladder.keyRates.map((key) => key[side])), ladder.parallel[side], `${ladder.currency} ${side}`, 1e-7)
    }
    near(ladder.parallel.after, ladder.parallel.before + ladder.parallel.hedge, ladder.currency, 1e-7)
  }
  near(selection.afterHedge.durationGap.after, chosenFigures.durationGapYears, 'duration gap', 1e-6)
})

test('what a stress does to the hedged fund is what it does to the fund and to the hedges', () => {
  for (const { stress, ...row } of selection.stress.rows.map((each) => ({ stress: each.id, ...each }))) {
    near(row.hedged, row.unhedged + sum(Object.values(row.hedges)), stress, 1e-7)
  }
})

test('the plan deals the chosen package within the days and limits of the mandate, or says what is left', () => {
  const { plan } = execution!
  const { execution: terms } = mandate
  assert.ok(plan.days.length <= terms.window_days)
  for (const { largestParticipation, largestImpactBp } of plan.costs) {
    assert.ok(largestParticipation <= (terms.max_daily_volume_percent / 100) * (1 + 1e-9))
    assert.ok(largestImpactBp <= terms.max_market_impact_bp * (1 + 1e-9))
  }
  for (const { instrument, quantity } of selection.chosen.trades) {
    const of = <T extends { readonly instrument: string }>(list: readonly T[]): T[] =>
      list.filter((each) => each.instrument === instrument)
    const done = sum(of(plan.executed).map((each) => each.quantity))
    const left = sum(of(plan.shortfalls).map((each) => each.unexecuted))
    near(done + left, quantity, instrument)
  }
  assert.equal(plan.status === 'complete', plan.shortfalls.length === 0)
})

test('every specialist has strategies within its ratios, and recommends one of them', () => {
  for (const { set } of Object.values(result.domains)) {
    assert.ok(set.strategies.length > 1, set.domain)
    assert.equal(set.strategies[0].id, 'none')
    assert.ok(set.strategies.some(({ id }) => id === set.recommended))
    assert.ok(set.strategies.every(({ ratio }) => ratio >= 0 && ratio <= 1))
  }
  assert.ok(savings.naivePackage.trades.length > 0)
})

test('a study that is complete is shown again without computing a step', async () => {
  const again = inProcessContext({ steps: new Map(context.steps) })
  const shown = await hedgingStudy(again, { mandate, holdings, snapshot, seed: 1 })
  assert.deepEqual(again.computed, [])
  assert.equal(JSON.stringify(shown), JSON.stringify(result))
})
