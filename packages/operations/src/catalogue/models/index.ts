export * from './equity-options.ts'
export * from './short-rates.ts'
export * from './term-structure-models.ts'
export * from './variance.ts'
