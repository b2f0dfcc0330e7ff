import type { KernelAddress, WorkflowContext, WorkflowProgress } from '../workflow-context.ts'

type Prepare = (job: unknown) => (shard: number) => void

/** How a test context behaves; everything has a default. */
export interface InProcessOptions {
  /** Order in which a map's shards run: as numbered, from the last, or odd ones first. */
  readonly order?: 'forward' | 'reversed' | 'odd-first'
  /** Steps that are known already, by key; steps computed are added. Share it between contexts to resume. */
  readonly steps?: Map<string, string>
  /** What `elapsedSeconds` answers at each call. */
  readonly seconds?: () => number
  /** Called before a step is computed; throw to kill the run there. */
  readonly beforeStep?: (name: string) => void
}

/** A workflow context that keeps everything in memory and shows what was asked of it. */
export interface InProcessContext extends WorkflowContext {
  readonly steps: Map<string, string>
  /** Names of the steps that were computed (not found), in order of completion. */
  readonly computed: string[]
  /** Kernel calls: name and number of shards. */
  readonly maps: { readonly kernel: string; readonly step: string; readonly shards: number }[]
  readonly events: WorkflowProgress[]
}

function shardOrder(shards: number, order: InProcessOptions['order']): number[] {
  const forward = Array.from({ length: shards }, (_, i) => i)
  if (order === 'reversed') return forward.toReversed()
  if (order === 'odd-first') return [...forward.filter((i) => i % 2 === 1), ...forward.filter((i) => i % 2 === 0)]
  return forward
}

/**
 * Context for tests: kernels run in this process, in the order asked for, and steps live in a map. Every value of a step
 * goes through JSON, computed or found, so that what a store would lose is lost here too.
 */
export function inProcessContext(options: InProcessOptions = {}): InProcessContext {
  const steps = options.steps ?? new Map<string, string>()
  const computed: string[] = []
  const maps: { kernel: string; step: string; shards: number }[] = []
  const events: WorkflowProgress[] = []
  return {
    signal: new AbortController().signal,
    steps,
    computed,
    maps,
    events,
    async map<Job>(kernel: KernelAddress, job: Job, shards: number, step: string): Promise<void> {
      const module = (await import(kernel.module)) as Record<string, Prepare>
      maps.push({ kernel: kernel.name, step, shards })
      const run = module[kernel.name](job)
      for (const shard of shardOrder(shards, options.order)) run(shard)
    },
    async step<Value>(name: string, inputs: unknown, seed: number, compute: () => Promise<Value>): Promise<Value> {
      const key = JSON.stringify([name, inputs, seed])
      const found = steps.get(key)
      if (found !== undefined) return JSON.parse(found) as Value
      options.beforeStep?.(name)
      const text = JSON.stringify(await compute())
      steps.set(key, text)
      computed.push(name)
      return JSON.parse(text) as Value
    },
    elapsedSeconds: () => options.seconds?.() ?? 0,
    progress: (event) => {
      events.push(event)
    },
  }
}
