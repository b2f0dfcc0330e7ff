export { hedgingChanges } from './hedging-changes.ts'
