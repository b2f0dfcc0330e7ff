export * from './brief-text.ts'
export * from './checked-brief.ts'
export * from './citables.ts'
export { reasonWithoutQuotes } from './reason.ts'
