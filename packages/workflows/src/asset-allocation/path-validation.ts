import { diagnosticsJob, pathChecks } from '@tutti/analytics/scenarios'
import type { WorkflowContext } from '../workflow-context.ts'
import type { PathCheck, ValidationRecord } from './result.ts'
import { streamOf, type Study } from './study.ts'

const kernels = import.meta.resolve('@tutti/analytics/scenarios')

/** The two sets of paths on which rules are scored, and how their checks are told apart. */
const sets = [
  { purpose: 'search', prefix: '' },
  { purpose: 'fresh', prefix: 'fresh/' },
] as const

/**
 * Tests the very paths that rules will be scored on, before any is: martingales, moments, correlations, an option price
 * and convergence, on the search paths and on the fresh ones. One failed check stops the study's headline.
 */
export async function pathValidation(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
): Promise<ValidationRecord> {
  return context.step('path-validation', inputs, study.seed, async () => {
    const checks: PathCheck[] = []
    for (const { purpose, prefix } of sets) {
      const job = diagnosticsJob({
        models: study.models,
        streams: study.models.map((_, g) => streamOf(purpose, g)),
        seed: study.seed,
        paths: study.paths,
        sampling: study.sampling,
      })
      const shards = study.models.length * job.shardsPerRegime
      await context.map({ module: kernels, name: 'pathDiagnostics' }, job, shards, 'path-validation')
      checks.push(...pathChecks(job, study.regimes).map((check) => ({ ...check, id: prefix + check.id })))
    }
    return { passed: checks.every((check) => check.passed), checks }
  })
}
