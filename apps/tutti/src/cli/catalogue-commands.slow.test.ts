/** Commands on the whole catalogue: what they compute and what they say to wrong input. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cli } from '../testing/cli-process.ts'
import { refused } from '../testing/refused.ts'
import { studyFolder } from '../testing/small-study.ts'

test('an operation of the catalogue is computed from JSON text or a file, and lists what is wrong with its input', async (t) => {
  const folder = studyFolder(t)
  const { out } = await cli(folder, ['operations', '--json'])
  const operations = JSON.parse(out) as { name: string; example: unknown }[]
  const { name, example } = operations[0]
  const text = await cli(folder, ['calc', name, '--input', JSON.stringify(example)])
  assert.equal(text.status, 0, text.err)
  writeFileSync(join(folder, 'input.json'), JSON.stringify(example))
  assert.deepEqual(await cli(folder, ['calc', name, '--input', 'input.json']), text)
  assert.equal(typeof JSON.parse(text.out), 'object')
  assert.match((await cli(folder, ['operations', 'cvar'])).out, /optimisation\/scenario-portfolio/)
  assert.ok((await cli(folder, ['operations', name])).out.includes(JSON.stringify(example)))
  refused(await cli(folder, ['calc', name, '--input', '{}']), 2, new RegExp(`the input of ${name} has`))
  refused(await cli(folder, ['calc', name, '--input', '{"a":']), 2, /not valid JSON/)
  refused(await cli(folder, ['calc', name, '--input', 'absent.json']), 3, /neither JSON nor a file/)
  refused(await cli(folder, ['calc', 'no/such', '--input', '{}']), 5, /there is no operation no\/such/)
})

test('verify ends with 0 when every served case passes, with 1 when one fails', async (t) => {
  const folder = studyFolder(t)
  const zeros = (count: number): string[] => Array.from({ length: count }, () => '00000000')
  const philox = {
    name: 'random/philox-zero',
    inputs: { function: 'philox4x32', rounds: 10, counter_hex: zeros(4), key_hex: zeros(2) },
    // Salmon et al. (2011), Random123 kat_vectors: philox4x32 10 with counter and key 0
    expected: { output_hex: ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8'] },
    tolerance: { abs: 0 },
    source: 'Random123 known-answer vectors',
  }
  writeFileSync(join(folder, 'random.json'), JSON.stringify([philox]))
  const good = await cli(folder, ['verify', '.'])
  assert.equal(good.status, 0, good.out + good.err)
  assert.match(good.out, /Verified: 1 of 1 cases pass/)
  const wrong = { ...philox, expected: { output_hex: ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd9'] } }
  writeFileSync(join(folder, 'random.json'), JSON.stringify([wrong]))
  const bad = await cli(folder, ['verify', '.'])
  assert.equal(bad.status, 1)
  assert.match(bad.out, /FAIL random\/philox-zero/)
  const json = await cli(folder, ['verify', '.', '--json'])
  assert.equal((JSON.parse(json.out) as { ok: boolean }).ok, false)
  refused(await cli(folder, ['verify', 'nowhere']), 3, /there is no such folder/)
})
