import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ThreadExecutor } from '@tutti/runtime'
import { type Agreement, agreement } from './agreement.ts'
import type { Contender } from './contenders.ts'
import { ownRun } from './own-run.ts'
import { readResultTable, type ResultTable } from './result-table.ts'
import { type Spread, ratioSpread, spread } from './spread.ts'
import { standardVariant } from './standard-job.ts'

/** Seeds for the comparison of answers: many of ours, fewer of the slow peers. */
const ourSeeds = 24
function peerSeeds({ id, workers }: Contender): number {
  // more threads run the same streams through the same code
  if (workers > 1 || id === 'numpy') return 2
  return id.startsWith('C++ by hand') ? 16 : 4
}

/** Repetitions of a contender that compiles on its first. */
const repetitions = 3

/** The product's results for the standard job, one table a seed. Throws when one and two workers differ in any bit. */
export async function ownTables(spec: string): Promise<ResultTable[]> {
  const two = new ThreadExecutor({ workers: 2 })
  const one = new ThreadExecutor({ workers: 1 })
  try {
    const tables: ResultTable[] = []
    for (let seed = 1; seed <= ourSeeds; seed++) {
      tables.push((await ownRun(two, spec, { ...standardVariant, seed })).table)
    }
    const alone = (await ownRun(one, spec, standardVariant)).table
    for (const [column, values] of Object.entries(alone.columns)) {
      const other = tables[0].columns[column as keyof ResultTable['columns']]
      if (values.some((x, i) => !Object.is(x, other[i]))) throw new Error(`${column} differs between 1 and 2 workers`)
    }
    return tables
  } finally {
    await Promise.all([one.close(), two.close()])
  }
}

export interface NamedAgreement extends Agreement {
  readonly id: string
}

/** Compares every peer's answers with the product's. */
export function peerAgreements(ours: readonly ResultTable[], peers: readonly Contender[]): NamedAgreement[] {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-bench-'))
  try {
    return peers.map((peer) => {
      const { regimes, configurations } = ours[0]
      const theirs = Array.from({ length: peerSeeds(peer) }, (_, n) => {
        const out = join(folder, `out-${n}.csv`)
        peer.run({ reps: 1, seed: n + 1, out })
        return readResultTable(out, regimes, configurations)
      })
      return { id: peer.id, ...agreement(ours, theirs) }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Seconds of every round, by contender. */
interface Rounds {
  readonly inside: number[]
  readonly whole: number[]
  readonly processor: number[]
}

/** A contender against the product at the same number of workers; ratios above one mean that the product is faster. */
export interface RivalRow {
  readonly id: string
  readonly workers: number
  readonly insideSeconds: Spread
  readonly insideRatio: Spread
  /** Processor seconds of one repetition: hardly moved by other programs on the machine. */
  readonly processorSeconds: Spread
  readonly processorRatio: Spread
  readonly coldSeconds: Spread
  readonly coldRatio: Spread
  readonly peakMiB: number | null
}

/**
 * Times all contenders in turn, `rounds` times (A B C, A B C): in process after a first repetition that compiles, and cold
 * as a whole process. A repetition's processor time comes from the process with three of them less the one with one.
 * Each is compared with the product at its own number of workers within the same round.
 */
export function timedRivals(ours: readonly Contender[], peers: readonly Contender[], rounds: number): RivalRow[] {
  const all = [...ours, ...peers]
  const measured = new Map<string, Rounds>(all.map(({ id }) => [id, { inside: [], whole: [], processor: [] }]))
  const peaks = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    for (const contender of all) {
      const { inside, whole, processor } = measured.get(contender.id)!
      const cold = contender.run({ reps: 1, seed: round + 1 })
      const warm = contender.compiles ? contender.run({ reps: repetitions, seed: round + 1 }) : cold
      inside.push(warm.inside)
      whole.push(cold.whole)
      processor.push(contender.compiles ? (warm.processor - cold.processor) / (repetitions - 1) : cold.processor)
      if (warm.peakMiB !== undefined) {
        peaks.set(contender.id, Math.max(peaks.get(contender.id) ?? 0, warm.peakMiB, cold.peakMiB ?? 0))
      }
      console.error(
        `round ${round + 1} of ${rounds}: ${contender.id}: ${warm.inside.toFixed(2)} s inside, ${processor.at(-1)!.toFixed(2)} s of processor, ${cold.whole.toFixed(2)} s cold`,
      )
    }
  }
  return all.map(({ id, workers }) => {
    const mine = measured.get(id)!
    const product = measured.get(ours.find((own) => own.workers === workers)!.id)!
    return {
      id,
      workers,
      insideSeconds: spread(mine.inside),
      insideRatio: ratioSpread(mine.inside, product.inside),
      processorSeconds: spread(mine.processor),
      processorRatio: ratioSpread(mine.processor, product.processor),
      coldSeconds: spread(mine.whole),
      coldRatio: ratioSpread(mine.whole, product.whole),
      peakMiB: peaks.get(id) ?? null,
    }
  })
}
