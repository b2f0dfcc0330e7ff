export * from './fits.ts'
export * from './portfolio.ts'
export * from './stress.ts'
export * from './economic-scenarios.ts'
