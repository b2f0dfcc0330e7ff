export type * from './chart.ts'
export type * from './document.ts'
export type * from './text.ts'
export * from './result-reading.ts'
