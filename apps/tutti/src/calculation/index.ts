export * from './calculator.ts'
