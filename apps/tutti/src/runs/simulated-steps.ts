import type { KernelRef } from '@tutti/runtime'

/** The part of a kernel's job that says which paths it draws; see `PathJob` in `@tutti/analytics/scenarios`. */
interface DrawnPaths {
  readonly paths: number
  readonly shardsPerRegime: number
  readonly models: readonly { readonly months: number; readonly warmupMonths: number }[]
}

/** Kernels over the same jobs that draw no path. */
const summaries: readonly string[] = ['summarisePaths']
const daysPerMonth = 21

/** Daily path-steps that a map simulates: 0 for kernels that draw no paths. */
export function simulatedSteps(kernel: KernelRef, job: unknown): number {
  if (summaries.includes(kernel.name) || !drawsPaths(job)) return 0
  return job.models.reduce(
    (sum, { months, warmupMonths }) => sum + job.paths * daysPerMonth * (months + warmupMonths),
    0,
  )
}

/** Instruments times scenarios that a map values; see `RevaluationJob` in `@tutti/analytics/revaluation`. */
export function revaluationCount(kernel: KernelRef, job: unknown): number {
  if (kernel.name !== 'revalueScenarios') return 0
  const { scenarios, book } = job as { readonly scenarios: number; readonly book: { readonly instruments: number } }
  return scenarios * book.instruments
}

function drawsPaths(job: unknown): job is DrawnPaths {
  const { paths, models, shardsPerRegime } = (job ?? {}) as Partial<DrawnPaths>
  return typeof paths === 'number' && typeof shardsPerRegime === 'number' && Array.isArray(models)
}
