export type { Executor, KernelRef, MapOptions, PrepareKernel } from './executor.ts'
export { InlineExecutor } from './inline-executor.ts'
export { ThreadExecutor } from './thread-executor.ts'
export type { ThreadExecutorOptions } from './thread-executor.ts'
