export type * from './change-effect.ts'
export type * from './change-kind.ts'
export type * from './consultation.ts'
export type * from './proposal.ts'
