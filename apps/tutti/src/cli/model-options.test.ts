import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { madeUpEntry } from '../testing/made-up-runner.fixture.ts'
import { type ModelOptions, modelPlanOf } from './model-options.ts'

const offline = { kind: 'offline', modelId: 'offline' }
const plan = (options: Partial<ModelOptions>) => modelPlanOf({ plain: false, ...options }, madeUpEntry().load)

test('without options every specialist is offline, and --plain has no agents at all', async () => {
  assert.deepEqual(await plan({}), { lead: offline, others: offline, bySpecialist: {} })
  assert.equal(await plan({ plain: true }), null)
})

test('a model is for all, one of the lead for the lead alone', async () => {
  const small = { kind: 'ollama', modelId: 'small' }
  const large = { kind: 'anthropic', modelId: 'large' }
  assert.deepEqual(await plan({ model: 'ollama:small' }), { lead: small, others: small, bySpecialist: {} })
  assert.deepEqual(await plan({ leadModel: 'anthropic:large' }), { lead: large, others: offline, bySpecialist: {} })
  assert.deepEqual(await plan({ model: 'ollama:small', leadModel: 'anthropic:large' }), {
    lead: large,
    others: small,
    bySpecialist: {},
  })
})

test('a file gives models by specialist, and may name only those of the workflow', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-models-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const models = join(folder, 'models.yaml')
  writeFileSync(models, 'others: offline\nspecialists: { chair: "ollama:small" }\n')
  assert.deepEqual((await plan({ models }))?.bySpecialist, { chair: { kind: 'ollama', modelId: 'small' } })
  writeFileSync(models, 'specialists: { astrologer: "ollama:small" }\n')
  await assert.rejects(plan({ models }), { code: 'invalid-input', message: /astrologer/ })
})

test('options that do not go together are refused by name', async () => {
  const clashes: [Partial<ModelOptions>, RegExp][] = [
    [{ plain: true, model: 'ollama:small' }, /--plain and --model do not go together/],
    [{ models: 'a.yaml', leadModel: 'ollama:small' }, /--models and --lead-model/],
    [{ replay: 'run', model: 'ollama:small' }, /--replay and --model/],
  ]
  for (const [options, message] of clashes) await assert.rejects(plan(options), { code: 'invalid-input', message })
})
