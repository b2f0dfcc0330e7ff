/** What is said of a run that did not finish. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type ErrorCode, TuttiError } from '@tutti/analytics/errors'
import type { OpenRunService } from '../compose.ts'
import { cli, inStore } from '../testing/cli-process.ts'
import { smallRun, studyFolder, writeMarket } from '../testing/small-study.ts'
import { carryOut } from './study-session.ts'

const same = (text: string): string => text
const paint = { bold: same, faint: same, good: same, caution: same, bad: same }

/** What a terminal says of a run that began and failed. */
async function saidAfter(code: ErrorCode): Promise<string> {
  let said = ''
  const terminal = { out: () => assert.fail('no result'), err: (text: string) => void (said += text), paint, width: 80 }
  const begin: Parameters<typeof carryOut>[1] = async () => ({
    run: 'run-1',
    ended: Promise.reject(new TuttiError(code, 'what went wrong')),
  })
  const options = { workers: 1, json: false, quiet: true }
  const neverOpened = {} as OpenRunService
  await assert.rejects(carryOut(neverOpened, begin, 'report.html', options, terminal), { code })
  return said
}

test('a run that failed for its inputs is not to be resumed, one that failed for anything else is', async () => {
  for (const code of ['invalid-input', 'missing-data'] as const) {
    const said = await saidAfter(code)
    assert.equal(
      said,
      'run run-1 did not finish; a run keeps to its inputs: once the files are mended, start a new run\n',
    )
  }
  for (const code of ['calculation-failed', 'unauthorised', 'conflict'] as const) {
    const said = await saidAfter(code)
    assert.match(said, /^run run-1 did not finish; once the cause is mended, continue with: .*runs resume run-1\n$/)
  }
})

test('market data that turn out too short ask for a new run, and mended ones are indeed refused by the old run', async (t) => {
  const folder = studyFolder(t)
  const market = join(folder, 'market')
  writeMarket(market)
  const whole = readFileSync(join(market, 'equity.csv'), 'utf8')
  writeFileSync(join(market, 'equity.csv'), whole.split('\n').slice(0, 40).join('\n'))
  const short = await cli(folder, [...smallRun, '--market', 'market'])
  assert.equal(short.status, 3, short.err)
  const id = inStore(folder, (store) => store.runs()[0].id)
  assert.match(
    short.err,
    new RegExp(`^run ${id} did not finish; a run keeps to its inputs: .* start a new run\\n`, 'm'),
  )
  assert.doesNotMatch(short.err, /runs resume/)
  writeFileSync(join(market, 'equity.csv'), whole)
  const resumed = await cli(folder, ['runs', 'resume', id])
  assert.equal(resumed.status, 10, resumed.err)
})
