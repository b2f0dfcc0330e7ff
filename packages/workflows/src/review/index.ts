export * from './review.ts'
export * from './reviewer.ts'
