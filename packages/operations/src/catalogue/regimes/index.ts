export * from './change-points.ts'
export * from './hidden-markov.ts'
export * from './markov-switching.ts'
