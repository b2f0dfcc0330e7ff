export * from './hedge-instrument.ts'
export { bookCurrencies, hedgeUniverse } from './hedge-universe.ts'
