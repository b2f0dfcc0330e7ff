export * from './allocation-report.ts'
export { allocationDocument } from './asset-allocation/allocation-document.ts'
