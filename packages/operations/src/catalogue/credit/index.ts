export * from './cds-options.ts'
export * from './cds.ts'
export * from './dated-cds-risk.ts'
export * from './dated-cds.ts'
export * from './default-models.ts'
export {
  blackKarasinskiHazardOperation,
  cirHazardCalibrationOperation,
  cirHazardOperation,
  cirHazardStepOperation,
} from './hazard-models.ts'
export * from './index-cds.ts'
export * from './portfolios.ts'
export * from './rating-transitions.ts'
export * from './risky-bond.ts'
export * from './total-return-swaps.ts'
