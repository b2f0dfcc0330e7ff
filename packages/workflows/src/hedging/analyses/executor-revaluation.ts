import { revaluationJob } from '@tutti/analytics/revaluation'
import type { WorkflowContext } from '../../workflow-context.ts'
import type { Revaluation } from '../stress/stress-book.ts'

const kernels = import.meta.resolve('@tutti/analytics/revaluation')

/** Full revaluation on the context's executor; the same bits as on this thread. */
export function executorRevaluation(context: WorkflowContext, step: string): Revaluation {
  return async (compiled, shocks) => {
    const job = revaluationJob(compiled, shocks)
    await context.map({ module: kernels, name: 'revalueScenarios' }, job, job.shards, step)
    return job.values
  }
}
