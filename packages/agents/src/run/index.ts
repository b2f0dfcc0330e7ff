export type * from './agent-event.ts'
export type * from './agent-run-options.ts'
