/** What a user may rely on, whatever happens to a run: with the real command line, real processes and real signals. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { cli, inStore, startCli, stepsSaved } from '../testing/cli-process.ts'
import { damageStep } from '../testing/damaged-step.ts'
import { assertSameBytes, type RunBytes, runBytes } from '../testing/run-bytes.ts'
import { smallRun, studyFolder } from '../testing/small-study.ts'

/** The small study, run once without any trouble. */
let folder: string
let expected: RunBytes
const cleanings: (() => void)[] = []

before(async () => {
  folder = studyFolder({ after: (fn) => void cleanings.push(fn as () => void) })
  const { status, err } = await cli(folder, smallRun)
  assert.ok(status === 0 || status === 1, err)
  expected = runBytes(folder)
})
after(() => cleanings.forEach((clean) => clean()))

/** The exit status of the undisturbed study: 0, or 1 when its paths fail their tests. */
function endsWell(status: number | string, err: string): void {
  const { passed } = (JSON.parse(expected.result) as { validation: { passed: boolean } }).validation
  assert.equal(status, passed ? 0 : 1, err)
}

test('runs with 1, 2 and 7 workers give the same bytes', async (t) => {
  for (const workers of [1, 7]) {
    const own = studyFolder(t)
    const { status, err } = await cli(own, [...smallRun, '--workers', String(workers)])
    endsWell(status, err)
    assertSameBytes(runBytes(own), expected)
  }
})

test('a killed and resumed run gives the same bytes', async (t) => {
  for (const steps of [0, 5]) {
    const own = studyFolder(t)
    const run = startCli(own, smallRun)
    const id = await stepsSaved(own, steps)
    run.process.kill('SIGKILL')
    assert.equal((await run.ended).status, 'SIGKILL')
    assert.equal(
      inStore(own, (store) => store.run(id).status),
      'interrupted',
    )
    const { status, err } = await cli(own, ['runs', 'resume', id, '--workers', '2', '--quiet'])
    endsWell(status, err)
    assertSameBytes(runBytes(own, id), expected)
    const computed = inStore(own, (store) => store.audit(id).filter(({ kind }) => kind === 'step-saved').length)
    assert.equal(
      computed,
      inStore(own, (store) => store.steps(id).length),
      'no step is computed twice',
    )
  }
})

test('Ctrl-C leaves a run that resume finishes to the same bytes', async (t) => {
  const own = studyFolder(t)
  const run = startCli(own, smallRun)
  const id = await stepsSaved(own, 3)
  run.process.kill('SIGINT')
  run.process.kill('SIGINT') // as npm hands it on
  const { status, err, out } = await run.ended
  assert.equal(status, 130, err)
  assert.equal(err, `interrupted; continue with: tutti runs resume ${id}\n`)
  assert.equal(out, '')
  assert.equal(
    inStore(own, (store) => store.run(id).status),
    'interrupted',
  )
  endsWell((await cli(own, ['runs', 'resume', id, '--quiet'])).status, 'resume')
  assertSameBytes(runBytes(own, id), expected)
})

test('a second Ctrl-C, later, ends the program at once', async (t) => {
  const own = studyFolder(t)
  const script = join(own, 'deaf.ts')
  const module = new URL('interruption.ts', import.meta.url).href
  writeFileSync(
    script,
    `import { interruption } from ${JSON.stringify(module)}
     interruption(() => console.log('at once')).signal.addEventListener('abort', () => console.log('asked'))
     setInterval(() => undefined, 1000)
     console.log('ready')`,
  )
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  const closed = new Promise((resolve) => child.on('close', resolve))
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    if (out === 'ready\n') child.kill('SIGINT')
    if (out === 'ready\nasked\n') setTimeout(() => child.kill('SIGINT'), 600)
  })
  assert.equal(await closed, 130)
  assert.equal(out, 'ready\nasked\nat once\n')
})

test('a full disk ends a run with a clear error, and resume finishes it to the same bytes', async (t) => {
  const own = studyFolder(t)
  const home = join(own, '.tutti')
  mkdirSync(home)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=5m', 'tmpfs', home], { stdio: 'ignore' })
  } catch {
    return t.skip('mounting a small file system needs root on Linux')
  }
  try {
    const ballast = join(home, 'ballast')
    writeFileSync(ballast, Buffer.alloc(4_600_000))
    const { status, err } = await cli(own, smallRun)
    assert.equal(status, 10, err)
    assert.match(err, /the disk of .* is full/)
    assert.match(err, /Nothing that was saved before is lost/)
    const id = /tutti runs resume (\S+)/.exec(err)?.[1]
    assert.ok(id !== undefined, err)
    rmSync(ballast)
    endsWell((await cli(own, ['runs', 'resume', id, '--quiet'])).status, 'resume')
    assertSameBytes(runBytes(own, id), expected)
    assert.ok(inStore(own, (store) => store.verifyRun(id).ok))
  } finally {
    execFileSync('umount', [home])
  }
})

test('a corrupted step file is found by verify, and resume computes that step again to the same bytes', async () => {
  const id = inStore(folder, (store) => store.runs()[0].id)
  const step = inStore(folder, (store) => store.steps(id)[1])
  damageStep(folder, step)
  const verified = await cli(folder, ['runs', 'verify', id])
  assert.equal(verified.status, 1)
  assert.ok(verified.out.includes(`step ${step.name}`), verified.out)
  const telemetry = (): string => inStore(folder, (store) => store.artifact(id, 'telemetry.json').toString())
  const before = telemetry()
  const { status, err } = await cli(folder, ['runs', 'resume', id, '--quiet'])
  endsWell(status, err)
  assert.equal(telemetry(), before, 'the telemetry stays that of the session that finished the run')
  assertSameBytes(runBytes(folder, id), expected)
  assert.equal((await cli(folder, ['runs', 'verify', id])).status, 0)
  const kinds = inStore(folder, (store) => store.audit(id).map(({ kind }) => kind))
  assert.ok(kinds.includes('step-damaged'))
})

test('a killed worker is replaced and the run gives the same bytes', async (t) => {
  const own = studyFolder(t)
  const log = join(own, 'deaths.log')
  const preload = join(own, 'death.mjs')
  // the first thread ends itself in the middle of its work; the thread that takes its place lives
  writeFileSync(
    preload,
    `import { isMainThread, threadId } from 'node:worker_threads'
     import { appendFileSync } from 'node:fs'
     const work = Atomics.add
     let shards = 0
     if (!isMainThread && threadId === 1) Atomics.add = (...args) => {
       if (++shards === 40) { appendFileSync(${JSON.stringify(log)}, 'x'); process.exit(7) }
       return work(...args)
     }`,
  )
  const { status, err } = await cli(own, smallRun, { NODE_OPTIONS: `--import=${preload}` })
  endsWell(status, err)
  assert.equal(existsSync(log) && readFileSync(log, 'utf8'), 'x', 'a thread died once')
  assertSameBytes(runBytes(own), expected)
})

test('two processes on one store write different runs, and exclude each other from one run', async (t) => {
  const own = studyFolder(t)
  const first = startCli(own, smallRun)
  const id = await stepsSaved(own, 1)
  // held in the middle of its run, so that it is still at work however quick or slow the machine is
  first.process.kill('SIGSTOP')
  const second = startCli(own, [...smallRun, '--seed', '2', '--report', 'second.html'])
  const third = await cli(own, ['runs', 'resume', id, '--quiet'])
  first.process.kill('SIGCONT')
  assert.equal(third.status, 10, third.err)
  assert.match(third.err, new RegExp(`run ${id} is being written by process ${first.process.pid} on `))
  endsWell((await first.ended).status, 'first')
  const { status, err } = await second.ended
  assert.ok(status === 0 || status === 1, err)
  const runs = inStore(own, (store) => store.runs())
  assert.deepEqual(
    runs.map((run) => [run.seed, run.status]),
    [
      [1, 'completed'],
      [2, 'completed'],
    ],
  )
  assertSameBytes(runBytes(own, id), expected)
  for (const run of runs) assert.ok(inStore(own, (store) => store.verifyRun(run.id).ok))

  const diff = await cli(own, ['runs', 'diff', id, runs[1].id])
  assert.equal(diff.status, 0, diff.err)
  assert.match(diff.out, /seed: 1\.00000 → 2\.00000|seed: 1 → 2/)
  assert.match(diff.out, /different results/)
  assert.match(diff.out, /search\/generation-0 +changed +\d+ +\//)
  const same = await cli(own, ['runs', 'diff', id, id, '--json'])
  assert.equal((JSON.parse(same.out) as { sameResults: boolean }).sameResults, true)
})

test('a run leaves no file behind but its store and its report', async () => {
  assert.deepEqual(readdirSync(folder).sort(), ['.tutti', 'mandate.yaml', 'reports'])
  assert.deepEqual(readdirSync(join(folder, 'reports')), ['asset-allocation.html'])
})
