import { TuttiError } from '../errors/index.ts'
import type { CompiledBook } from './book-table.ts'
import { factorName } from './risk-factor.ts'

/** Scenarios of one shard, whatever the number of workers. */
const shardScenarios = 64

/** A book and the scenarios to revalue it in; results in shared memory. Cloneable to workers. */
export interface RevaluationJob {
  readonly book: CompiledBook
  readonly scenarios: number
  readonly shards: number
  readonly shardScenarios: number
  /** Scenarios x factors, row by row. */
  readonly shocks: Float64Array
  /** Scenarios x instruments, row by row: value of one unit in base currency. Written by the kernel. */
  readonly values: Float64Array
}

/**
 * The job of revaluing `book` under `shocks` (scenarios x factors of the book, row by row, each in its factor's unit);
 * its `shards` are run by `revalueScenarios`. Throws `invalid-input` where the shocks are not of whole scenarios or not
 * finite, or the book has no factors. Shocks that are in shared memory are taken as they are, others copied.
 */
export function revaluationJob(book: CompiledBook, shocks: Float64Array): RevaluationJob {
  const count = book.factors.length
  const scenarios = shocks.length / count
  if (count === 0 || !Number.isInteger(scenarios)) {
    throw new TuttiError('invalid-input', `shocks must be whole scenarios of ${count} factors, got ${shocks.length}`, {
      field: 'shocks',
      got: `${shocks.length} shocks`,
      expected: count === 0 ? 'a book with factors' : `a multiple of ${count}`,
    })
  }
  let at = 0
  // not finite: its difference to itself is no number
  while (at < shocks.length && shocks[at] - shocks[at] === 0) at++
  if (at < shocks.length) {
    throw new TuttiError(
      'invalid-input',
      `scenario ${Math.floor(at / count)} has no finite change of ${factorName(book.factors[at % count])}`,
      { field: `shocks[${at}]`, got: String(shocks[at]), expected: 'a finite number' },
    )
  }
  return scenariosJob(book, inSharedMemory(shocks), scenarios)
}

/** The job with its memory for results; `shocks` are taken as they are. */
export function scenariosJob(book: CompiledBook, shocks: Float64Array, scenarios: number): RevaluationJob {
  return {
    book,
    scenarios,
    shards: Math.ceil(scenarios / shardScenarios),
    shardScenarios,
    shocks,
    values: new Float64Array(new SharedArrayBuffer(8 * scenarios * book.instruments)),
  }
}

function inSharedMemory(shocks: Float64Array): Float64Array {
  if (shocks.buffer instanceof SharedArrayBuffer) return shocks
  const shared = new Float64Array(new SharedArrayBuffer(8 * shocks.length))
  shared.set(shocks)
  return shared
}
