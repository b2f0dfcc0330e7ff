/**
 * The standard allocation job through the product's own engine, against the same job in other languages. Answers are
 * compared first; when they disagree nothing is timed. See README.md for what is measured and how.
 *
 *     node tools/bootstrap.mjs node bench/asset-allocation.ts --peers DIR [--rounds 5] [--only rivals,scaling,sampling]
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { agreementLimits } from './agreement.ts'
import { ownContender, peersOf } from './contenders.ts'
import { loadPerCore, machine } from './machine.ts'
import { agreementText, rivalsText, samplingText, scalingText } from './report-text.ts'
import { ownTables, peerAgreements, timedRivals } from './rivals.ts'
import { samplingStudy } from './sampling.ts'
import { timedVariants } from './scaling.ts'

const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'rivals,scaling,sampling' },
  },
})
const rounds = Number(values.rounds)
const parts = values.only.split(',')
const known = ['rivals', 'scaling', 'sampling']
const source = values.peers
if (source === undefined || !existsSync(join(source, 'spec', 'configs.csv'))) {
  console.error('Give the folder of the peers with --peers DIR; it holds spec/configs.csv and spec/regimes.csv.')
  process.exit(2)
}
if (!Number.isInteger(rounds) || rounds < 1 || parts.some((part) => !known.includes(part))) {
  console.error(`--rounds is a whole number from 1, --only a list of ${known.join(', ')}.`)
  process.exit(2)
}

const scratch = mkdtempSync(join(tmpdir(), 'tutti-peers-'))
try {
  execFileSync('cp', ['-R', `${source}/.`, scratch])
  execFileSync('chmod', ['-R', 'u+w', scratch])
  await measure(scratch)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function measure(folder: string): Promise<void> {
  const spec = join(folder, 'spec')
  const { peers, absent, versions } = peersOf(folder)
  for (const { id, reason } of absent) console.error(`absent: ${id}: ${reason}`)
  const here = machine(versions)
  if (parts.includes('rivals')) {
    const before = loadPerCore()
    const agreements = peerAgreements(await ownTables(spec), peers)
    console.log(agreementText(agreements))
    const breaches = agreements.flatMap(({ id, breaches }) => breaches.map((breach) => `${id}: ${breach}`))
    if (breaches.length > 0) {
      console.error(`The answers disagree, so nothing is timed:\n${breaches.join('\n')}`)
      process.exitCode = 1
      return
    }
    const rows = timedRivals([ownContender(spec, 1), ownContender(spec, 2)], peers, rounds)
    save('asset-allocation-rivals', {
      machine: here,
      rounds,
      loadPerCore: { before, after: loadPerCore() },
      absent,
      limits: agreementLimits,
      agreements,
      rows,
    })
    console.log(rivalsText(rows))
  }
  if (parts.includes('scaling')) {
    const before = loadPerCore()
    const rows = timedVariants(spec, rounds)
    save('asset-allocation-scaling', { machine: here, rounds, loadPerCore: { before, after: loadPerCore() }, rows })
    console.log(scalingText(rows))
  }
  if (parts.includes('sampling')) {
    const study = await samplingStudy(spec)
    save('asset-allocation-sampling', { machine: here, ...study })
    console.log(samplingText(study))
  }
}

function save(name: string, result: unknown): void {
  const folder = new URL('results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(result, null, 2)}\n`)
}
