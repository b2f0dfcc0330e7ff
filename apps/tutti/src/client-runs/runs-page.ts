import type { RunService, RunSummary } from '../runs/run-service.ts'

/** Runs of a store, the newest first. */
interface RunsPage {
  readonly runs: readonly RunSummary[]
  /** Where the next page begins; null after the last. */
  readonly next_offset: number | null
}

/** At most `most` runs from `offset` on. */
export function runsPage(service: Pick<RunService, 'list'>, offset: number, most: number): RunsPage {
  const newest = service.list().toReversed()
  const end = offset + most
  return { runs: newest.slice(offset, end), next_offset: end < newest.length ? end : null }
}
