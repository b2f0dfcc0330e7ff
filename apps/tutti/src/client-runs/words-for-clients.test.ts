import assert from 'node:assert/strict'
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { SqliteRunStore } from '@tutti/runtime'
import { scriptedRuns } from '../testing/scripted-runs.fixture.ts'
import { standardModels } from './offered-models.ts'
import { parsedInput } from './parsed-input.ts'
import { RunDesk } from './run-desk.ts'
import { runOrderSchema } from './run-order.ts'
import { errorForClients } from './words-for-clients.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'tutti-words-')))
after(() => rmSync(root, { recursive: true, force: true }))
writeFileSync(join(root, 'mandate.yaml'), 'name: x\n')
symlinkSync(join(root, 'mandate.yaml'), join(root, 'link.yaml'))

/** The words of an error for clients, as `[message, details]`. */
function shown(message: string, details: object = {}, paths: [string, string][] = []): [string, object] {
  const error = errorForClients(new TuttiError('conflict', message, details), paths) as TuttiError
  return [error.message, error.details]
}

test('an error for clients names no command of the command line', () => {
  const cases = [
    [
      'broken; run: tutti runs resume 20260102-1, which computes it again',
      'broken; resume the run, which computes it again',
    ],
    ['it is gone; write it again with: tutti runs resume 2026-a', 'it is gone; resume the run, which writes it again'],
    ['another; see tutti runs verify 2026-a', 'another; whoever runs this server can have the run verified'],
  ]
  for (const [before, after] of cases) assert.equal(shown(before)[0], after)
})

test('a run that is not in the store is told without advice for the command line', (t) => {
  const store = SqliteRunStore.open(join(root, 'home'))
  t.after(() => store.close())
  const { summary, ...others } = scriptedRuns()
  const service = { ...others, summary: (id: string) => (store.run(id), summary(id)) }
  const desk = new RunDesk(service, { roots: [root], models: standardModels, mostRuns: 1 })
  assert.throws(() => desk.service.summary('x'), {
    code: 'missing-data',
    message: 'there is no run "x" in this store; the list of runs shows all',
    details: { field: 'run', got: 'x' },
  })
})

test('a path of the server is shown as the client knows it, in every text of an error, and only where it stands alone', () => {
  const problems = [{ message: 'odd', file: '/srv/data/m.yaml', line: 3, got: '/other/srv/data/m.yaml' }]
  assert.deepEqual(
    shown('cannot read /srv/data/m.yaml: no; nor /srv/data2/x', { file: '/srv/data/m.yaml', line: 1, problems }, [
      ['/srv/data/', ''],
    ]),
    [
      'cannot read m.yaml: no; nor /srv/data2/x',
      { file: 'm.yaml', line: 1, problems: [{ ...problems[0], file: 'm.yaml' }] },
    ],
  )
  assert.equal(shown('/srv/a.yml and /srv/axyml', {}, [['/srv/a.yml', 'x']])[0], 'x and /srv/axyml')
  assert.equal(
    shown('/srv/a.yaml and /srv/a.yaml-old', {}, [['/srv/a.yaml', '$& given']])[0],
    '$& given and /srv/a.yaml-old',
  )
})

test('what is no error of Tutti goes on as it is', () => {
  const fault = new Error('see tutti runs verify x')
  assert.equal(errorForClients(fault, []), fault)
})

test('an error about a file of an order shows the path that the client gave', async () => {
  const failing = {
    ...scriptedRuns(),
    start: async ({ files }: { readonly files: Readonly<Record<string, string>> }) => {
      throw new TuttiError('invalid-input', `${files.mandate}: makes no sense`, { file: files.mandate, line: 2 })
    },
  }
  const desk = new RunDesk(failing, { roots: [root], models: standardModels, mostRuns: 1 })
  for (const path of ['mandate.yaml', 'link.yaml', join(root, 'mandate.yaml')]) {
    const order = parsedInput(runOrderSchema, { workflow: 'scripted', files: { mandate: path } }, 'the order')
    const expected = { message: `${path}: makes no sense`, details: { file: path, line: 2 } }
    await assert.rejects(desk.start(order, 'test'), expected)
  }
})
