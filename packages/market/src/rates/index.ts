export * from './continuous-from-bank-discount.ts'
