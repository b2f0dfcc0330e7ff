import { ThreadExecutor } from '@tutti/runtime'
import type { WorkflowContext } from '@tutti/workflows'

/** A context whose kernels run on so many threads; it stores nothing. */
export function executorContext(workers: number): WorkflowContext & { readonly close: () => Promise<void> } {
  const executor = new ThreadExecutor({ workers })
  return {
    signal: new AbortController().signal,
    map: (kernel, job, shards) => executor.map(kernel, job, shards),
    step: (_name, _inputs, _seed, compute) => compute(),
    elapsedSeconds: () => 0,
    progress: () => {},
    close: () => executor.close(),
  }
}
