import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inProcessContext } from '../../testing/in-process-context.ts'
import { smallMandate, tinyMandate } from '../../testing/small-mandate.ts'
import type { Mandate } from '../mandate.ts'
import { studyOf } from '../study.ts'
import { adaptiveSearch } from './adaptive-search.ts'

/** Best score of the adaptive search less that of pure Latin hypercube sampling, same trials and paths, by seed. */
async function gains(mandate: Mandate, seeds: number): Promise<number[]> {
  const differences: number[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const { record } = await adaptiveSearch(inProcessContext(), studyOf(mandate, seed), { seed })
    assert.equal(record.trials.length, mandate.search.maximum_iterations)
    differences.push(record.generations.at(-1)!.bestScore - record.pureSamplingBest!)
  }
  return differences
}

const search = { maximum_iterations: 60, first_generation: 24, generation_size: 6, convergence_iterations: 500 }

for (const [name, mandate] of [
  ['one year of short windows', tinyMandate({ search })],
  ['three years of the standard windows', smallMandate({ search })],
] as const)
  test(`learning beats pure Latin hypercube sampling at equal budget: ${name}`, async () => {
    const differences = await gains(mandate, 8)
    const wins = differences.filter((x) => x > 0).length
    const mean = differences.reduce((sum, x) => sum + x, 0) / 8
    // without an advantage seven wins of eight have a probability of 3.5 %
    assert.ok(wins >= 7, `${wins} wins of 8: ${differences.map((x) => x.toFixed(4)).join(', ')}`)
    assert.ok(mean > 0, `mean gain ${mean}`)
  })
