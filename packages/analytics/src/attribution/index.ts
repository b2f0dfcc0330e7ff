export * from './ankrim-hensel.ts'
export type { AttributionCaution } from './attribution-caution.ts'
export * from './bond-return-decomposition.ts'
export * from './brinson-attribution.ts'
export * from './campisi.ts'
export * from './curve-component-attribution.ts'
export * from './factor-attribution.ts'
export * from './fama-decomposition.ts'
export * from './fixed-income-attribution.ts'
export { type GeometricBrinson, geometricBrinson, type GeometricSegments } from './geometric-brinson.ts'
export * from './holdings-attribution.ts'
export * from './karnosky-singer.ts'
export {
  type KeyRateAttribution,
  keyRateAttribution,
  type KeyRates,
  type ParallelDefinition,
} from './key-rate-attribution.ts'
export * from './linked-effects.ts'
export * from './money-reconciliation.ts'
export * from './overlay-attribution.ts'
export * from './plan-attribution.ts'
export * from './trading-attribution.ts'
export * from './tree-attribution.ts'
export * from './weighted-duration-attribution.ts'
