import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { invalidInput } from '../testing/invalid-input.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import type { WorkflowContext } from '../workflow-context.ts'
import type { Specialist } from './specialist.ts'
import { specialistWaves } from './specialist-order.ts'
import { resultsOf, specialistOutcomes } from './specialist-outcomes.ts'

interface Log {
  readonly events: string[]
}

function specialist(name: string, needs: readonly string[], milliseconds: number): Specialist<Log> {
  return {
    name,
    role: name,
    responsibility: name,
    needs,
    script: { operations: [], figures: [], changes: [], brief: () => '' },
    analyse: async ({ events }, results) => {
      events.push(`+${name}`)
      await sleep(milliseconds)
      events.push(`-${name}`)
      return { name, saw: Object.keys(results).sort() }
    },
  }
}

/** Results of a team of which nobody may fail. */
async function specialistResults(
  team: readonly Specialist<Log>[],
  log: Log,
  context: WorkflowContext,
  concurrency: number,
) {
  const outcomes = await specialistOutcomes(team, log, context, concurrency)
  return resultsOf(
    outcomes,
    team.map(({ name }) => name),
  )
}

const diamond = [
  specialist('lead', [], 1),
  specialist('currency', ['lead'], 30),
  specialist('rates', ['lead'], 20),
  specialist('credit', ['lead'], 10),
  specialist('trader', ['currency', 'rates', 'credit'], 1),
]

test('specialists without needs in common run side by side, and each sees only what it needs', async () => {
  const log: Log = { events: [] }
  const results = await specialistResults(diamond, log, inProcessContext(), 3)
  assert.deepEqual(log.events, [
    '+lead',
    '-lead',
    '+currency',
    '+rates',
    '+credit',
    '-credit',
    '-rates',
    '-currency',
    '+trader',
    '-trader',
  ])
  assert.deepEqual(results['trader'], { name: 'trader', saw: ['credit', 'currency', 'rates'] })
  assert.deepEqual(results['rates'], { name: 'rates', saw: ['lead'] })
})

test('never more at once than allowed, with the same results', async () => {
  for (const concurrency of [1, 2]) {
    const log: Log = { events: [] }
    const results = await specialistResults(diamond, log, inProcessContext(), concurrency)
    let most = 0
    log.events.reduce((count, event) => {
      const now = count + (event.startsWith('+') ? 1 : -1)
      most = Math.max(most, now)
      return now
    }, 0)
    assert.equal(most, concurrency)
    assert.deepEqual(results, await specialistResults(diamond, { events: [] }, inProcessContext(), 3))
  }
})

test('a specialist that fails does not sink the others, and what it leaves missing is named', async () => {
  const failing: Specialist<Log> = {
    ...specialist('rates', ['lead'], 1),
    analyse: async () => {
      throw new Error('no curve')
    },
  }
  const log: Log = { events: [] }
  const team = diamond.map((one) => (one.name === 'rates' ? failing : one))
  const outcomes = await specialistOutcomes(team, log, inProcessContext(), 3)
  assert.deepEqual(
    Object.entries(outcomes).map(([name, { status }]) => `${name} ${status}`),
    ['lead done', 'currency done', 'rates failed', 'credit done', 'trader not-run'],
  )
  assert.deepEqual(outcomes['trader'], { status: 'not-run', missing: ['rates'] })
  assert.throws(() => resultsOf(outcomes, ['lead', 'trader']), /no curve/)
  assert.deepEqual(Object.keys(resultsOf(outcomes, ['lead', 'credit'])), ['lead', 'currency', 'credit'])
})

test('a specialist works without a result that it can do without', async () => {
  const failing: Specialist<Log> = {
    ...specialist('rates', ['lead'], 1),
    analyse: async () => {
      throw new Error('no curve')
    },
  }
  const team = diamond.map((one) =>
    one.name === 'rates' ? failing : one.name === 'trader' ? { ...one, canDoWithout: ['rates'] } : one,
  )
  const outcomes = await specialistOutcomes(team, { events: [] }, inProcessContext(), 3)
  assert.deepEqual(resultsOf(outcomes, ['trader'])['trader'], { name: 'trader', saw: ['credit', 'currency'] })
})

test('needs that cannot be met are named', () => {
  const circle = [specialist('a', ['b'], 0), specialist('b', ['a'], 0)]
  assert.match(invalidInput(() => specialistWaves(circle)).message, /wait for each other: a, b/)
  assert.match(invalidInput(() => specialistWaves([specialist('a', ['z'], 0)])).message, /a needs z/)
  const twins = [specialist('a', [], 0), specialist('a', [], 0)]
  assert.match(invalidInput(() => specialistWaves(twins)).message, /called a/)
  assert.deepEqual(
    specialistWaves(diamond).map((wave) => wave.map(({ name }) => name)),
    [['lead'], ['currency', 'rates', 'credit'], ['trader']],
  )
})
