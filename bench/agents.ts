// What the layer of agents costs: whole runs at the command line, from start to files, plain and as a graph of agents with the offline
// model, in turn and each in a store of its own. Results are compared byte for byte first. `--rounds N`, `--quick`, `--save`.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadPerCore, machine } from './machine.ts'
import { markdownTable } from './markdown-table.ts'
import { ratioSpread, spread, spreadText } from './spread.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})
const rounds = options.quick ? 1 : Number(options.rounds)
const root = join(import.meta.dirname, '..')
const example = join(root, 'examples', '01-asset-allocation')
const studies = [
  { id: 'hedging', title: 'multi-asset hedging, example 4', args: ['hedging'] },
  {
    id: 'asset-allocation',
    title: 'asset allocation, example 1',
    args: ['asset-allocation', '--mandate', join(example, 'mandate.yaml'), '--market', join(example, 'market')],
  },
] as const

interface Timed {
  readonly seconds: number
  readonly result: string
}

/** One run at the command line, from the start of the process to its end. */
function timedRun(args: readonly string[], plain: boolean): Timed {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-bench-'))
  try {
    const began = performance.now()
    const program = join(root, 'apps', 'tutti', 'src', 'cli', 'main.ts')
    const given = [
      'run',
      ...args,
      '--quiet',
      '--json',
      '--report',
      join(folder, 'report.html'),
      ...(plain ? ['--plain'] : []),
    ]
    const text = execFileSync(process.execPath, [program, ...given], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, TUTTI_HOME: join(folder, 'home') },
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const seconds = (performance.now() - began) / 1000
    return { seconds, result: JSON.stringify((JSON.parse(text) as { readonly result: unknown }).result) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const loadBefore = loadPerCore()
const rows = studies.map(({ id, title, args }) => {
  const plain: number[] = []
  const agents: number[] = []
  for (let round = 0; round < rounds; round++) {
    // the one that goes first changes, so that a warm cache favours neither
    const order = round % 2 === 0 ? [true, false] : [false, true]
    const runs = order.map((isPlain) => ({ isPlain, ...timedRun(args, isPlain) }))
    if (runs[0].result !== runs[1].result) throw new Error(`${title}: agents change the result`)
    for (const { isPlain, seconds } of runs) (isPlain ? plain : agents).push(seconds)
    console.error(`${title}: round ${round + 1} of ${rounds}`)
  }
  return { id, title, plain: spread(plain), agents: spread(agents), ratio: ratioSpread(agents, plain) }
})

console.log(
  markdownTable(
    ['study', 'plain, s', 'graph of agents offline, s', 'agents / plain'],
    rows.map(({ title, plain, agents, ratio }) => [title, spreadText(plain), spreadText(agents), spreadText(ratio)]),
  ),
)
if (options.save) {
  const folder = join(import.meta.dirname, 'results')
  if (!existsSync(folder)) mkdirSync(folder)
  const record = { rounds, loadBefore, machine: machine('none'), rows }
  writeFileSync(join(folder, 'agents.json'), `${JSON.stringify(record, undefined, 2)}\n`)
}
