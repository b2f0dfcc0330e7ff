import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { budgetOf } from './budget.ts'
import { mandateSource } from './mandate-source.ts'
import { studyFolder } from '../testing/small-study.ts'

test('without a file the standard mandate applies, with its defaults', () => {
  const { mandate, file, text } = mandateSource(null, {})
  assert.deepEqual([file, text], [null, null])
  assert.equal(mandate.simulation.paths, 1000)
  assert.equal(mandate.search.maximum_iterations, 100)
})

test('overrides replace settings of the mandate; a first generation that no longer fits shrinks in proportion', () => {
  const { mandate } = mandateSource(null, { paths: 300, iterations: 20, 'time-limit': 9 })
  assert.equal(mandate.simulation.paths, 300)
  assert.equal(mandate.search.maximum_iterations, 20)
  assert.equal(
    mandate.search.first_generation,
    Math.round((mandateSource(null, {}).mandate.search.first_generation / 100) * 20),
  )
  assert.equal(mandate.search.time_limit_seconds, 9)
  const first = mandateSource(null, {}).mandate.search.first_generation
  assert.equal(mandateSource(null, { iterations: 90 }).mandate.search.first_generation, first)
})

test('an override that the mandate does not allow is refused by name', () => {
  assert.throws(() => mandateSource(null, { iterations: 1 }), {
    code: 'invalid-input',
    message: /the standard mandate with --iterations 1 .*search\.maximum_iterations/,
  })
})

test('the text of a mandate is kept as it is given', (t) => {
  const file = join(studyFolder(t), 'own.yaml')
  writeFileSync(file, '# a note\nname: Ours\n')
  const source = mandateSource(file, {})
  assert.equal(source.text, '# a note\nname: Ours\n')
  assert.equal(source.mandate.name, 'Ours')
  assert.throws(() => mandateSource(`${file}.not`, {}), { code: 'missing-data' })
})

test('the budget counts what the search may take at most', () => {
  const { mandate } = mandateSource(null, { paths: 200, iterations: 45 })
  const search = { ...mandate.search, first_generation: 20, generation_size: 10 }
  const simulation = { ...mandate.simulation, years: 2, warmup_months: 12 }
  const budget = budgetOf({ ...mandate, search, simulation }, 1)
  assert.equal(budget.generations, 4)
  // four generations of five regimes, 200 paths, 36 months of 21 days
  assert.equal(budget.searchPathSteps, 4 * 5 * 200 * 36 * 21)
  assert.deepEqual([budget.configurations, budget.regimes, budget.paths, budget.years], [45, 5, 200, 2])
})
