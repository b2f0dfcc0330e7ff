export * from './event-display.ts'
export * from './line-display.ts'
export * from './live-display.ts'
export * from './progress-display.ts'
