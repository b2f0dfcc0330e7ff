export * from './allocation-report.ts'
export * from './hedging-report.ts'
export type * from './report-context.ts'
export { allocationDocument } from './asset-allocation/allocation-document.ts'
