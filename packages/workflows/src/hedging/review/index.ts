export { hedgingReviewer } from './hedging-reviewer.ts'
