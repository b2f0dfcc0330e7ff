import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReviewCheck, ReviewRecord } from '../../review/index.ts'
import type { SpecialistResults } from '../../specialists/index.ts'
import { tinyMandate } from '../../testing/small-mandate.ts'
import { madeUpMandate, madeUpMarket, snapshotOf } from '../history/made-up-snapshot.fixture.ts'
import type { SteeringRecord } from '../result.ts'
import { allocationSpecialists } from './allocation-specialists.ts'
import { analysisOf } from './analysis-of.ts'
import { readBrief } from './read-brief.fixture.ts'
import { workedStudy } from './tiny-study.fixture.ts'
import { allocationChallenges, allocationReviewer } from '../review/allocation-reviewer.ts'

const market = madeUpMarket(3, '2008-12-30')
const snapshot = snapshotOf([market.equity], [market.curve])
const { simulation, search, search_space, regime_weights } = tinyMandate()
const mandate = madeUpMandate({ simulation, search, search_space, regime_weights })
const { study, results, context } = await workedStudy({ mandate, snapshot })
const honest = analysisOf(results, 'reviewer')

const reviewed = async (other: SpecialistResults): Promise<ReviewRecord> =>
  (await allocationReviewer.analyse(study, other, context)) as ReviewRecord

/** The results with the figure at `specialist#/pointer` moved. */
function tampered(from: SpecialistResults, at: string, move: (value: number) => number): SpecialistResults {
  const [name, pointer] = at.split('#') as [string, string]
  const copy = structuredClone(from) as Record<string, unknown>
  const keys = pointer.slice(1).split('/')
  const last = keys.pop()!
  const owner = keys.reduce((value, key) => (value as Record<string, unknown>)[key], copy[name]) as Record<
    string,
    unknown
  >
  const found = owner[last]
  if (typeof found === 'number') owner[last] = move(found)
  else {
    const figure = found as { value: number; standardError: number | null }
    owner[last] = { ...figure, value: move(figure.value) }
  }
  return copy
}

test('every main figure of an honest study is recomputed and agrees', () => {
  assert.deepEqual(
    honest.checks.filter(({ agrees }) => !agrees),
    [],
  )
  assert.deepEqual(honest.failed, [])
  assert.equal(honest.checks.length, allocationChallenges.length)
  assert.equal(new Set(honest.checks.map(({ id }) => id)).size, honest.checks.length)
})

/** The results with all these figures moved at once. */
function allTampered(
  checks: readonly ReviewCheck[],
  move: (check: ReviewCheck) => (value: number) => number,
): SpecialistResults {
  return checks.reduce((moved, check) => tampered(moved, check.at, move(check)), results)
}

test('a simulated figure that is off by several errors of both simulations is caught', async () => {
  const simulated = honest.checks.filter(({ id }) => id.startsWith('simulated-'))
  assert.equal(simulated.length, 7)
  for (const sign of [-1, 1]) {
    const record = await reviewed(
      allTampered(
        simulated,
        ({ allowed }) =>
          (value) =>
            value + sign * 2.2 * allowed,
      ),
    )
    for (const { id } of simulated) assert.equal(record.checks.find((check) => check.id === id)!.agrees, false, id)
  }
})

test('a figure that follows from others is caught when it is off by a millionth', async () => {
  const exact = honest.checks.filter(({ id }) => !id.startsWith('simulated-'))
  assert.equal(exact.length, allocationChallenges.length - 7)
  const record = await reviewed(allTampered(exact, () => (value) => value * (1 + 1e-6)))
  for (const { id } of exact) assert.equal(record.checks.find((check) => check.id === id)!.agrees, false, id)
  assert.equal(record.agreed, false)
})

test('a figure of a single regime cannot be bent without the averages and the score showing it', async () => {
  const at = 'robustness-analyst#/candidates/0/freshFigures/base/sharpe'
  const record = await reviewed(tampered(results, at, (value) => value + 1e-6))
  const caught = record.checks.filter(({ agrees }) => !agrees).map(({ id }) => id)
  assert.deepEqual(caught, ['average-sharpe', 'score-recombined', 'fall-on-fresh-paths'])
})

test('every brief resolves, cites declared figures alone, and has no slot left', () => {
  for (const { name } of allocationSpecialists) {
    const text = readBrief(name, results)
    assert.doesNotMatch(text, /\{\{|\}\}|undefined|NaN|n\/a/, name)
    assert.ok(text.length > 60, name)
  }
})

test('without a market the historian says so, and cites nothing', async () => {
  const text = readBrief('market-historian', { ...results, 'market-historian': { record: null, luck: null } })
  assert.match(text, /No market data were given/)
})

test('the manager names those whose results it had to do without', () => {
  const { 'market-historian': _, 'allocation-analyst': __, ...rest } = results
  assert.match(readBrief('portfolio-manager', rest), /no result of the allocation analyst and the market historian/)
})

test('the searcher says what steering bought, and which search goes on', () => {
  const { record, trials } = analysisOf(results, 'strategy-searcher')
  const steering = (difference: number, stands: SteeringRecord['stands']): SpecialistResults => ({
    ...results,
    'strategy-searcher': {
      trials,
      record: {
        ...record,
        steering: {
          proposals: [],
          trials: 16,
          steeredTrials: 3,
          steeredBest: { value: 1, standardError: 0.1 },
          samplerBest: { value: 1 - difference, standardError: 0.1 },
          difference: { value: difference, standardError: 0.01 },
          tied: Math.abs(difference) < 0.02,
          stands,
        } satisfies SteeringRecord,
      },
    },
  })
  assert.match(
    readBrief('strategy-searcher', steering(0.1, 'steered')),
    /more than the error.*goes on with the steered/,
  )
  assert.match(readBrief('strategy-searcher', steering(0.01, 'steered')), /a tie/)
  assert.match(readBrief('strategy-searcher', steering(-0.1, 'sampler')), /did harm.*the sampler alone/)
})

test('words of direction follow the figures', () => {
  const robustness = analysisOf(results, 'robustness-analyst')
  const moved = (fresh: number): SpecialistResults => ({
    ...results,
    'robustness-analyst': {
      ...robustness,
      candidates: robustness.candidates.map((candidate) => ({
        ...candidate,
        freshScore: { value: fresh, standardError: 0.03 },
        searchScore: { value: 0.5, standardError: 0.03 },
      })),
    },
  })
  assert.match(readBrief('robustness-analyst', moved(0.4)), /0\.400.* lower than the 0\.500/)
  assert.match(readBrief('robustness-analyst', moved(0.6)), /0\.600.* higher than the 0\.500/)
  assert.match(readBrief('robustness-analyst', moved(0.5)), /0\.500.* the same as the 0\.500/)
  assert.match(readBrief('robustness-analyst', moved(0.58)), /0\.580.* cannot be told apart from the 0\.500/)
})
