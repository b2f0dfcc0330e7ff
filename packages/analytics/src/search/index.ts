export * from './expected-improvement.ts'
export * from './gaussian-process.ts'
