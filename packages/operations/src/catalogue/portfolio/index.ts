export { portfolioPriceOperation } from './portfolio-price.ts'
