export { type AllocationShares, clearingHouse, isCleared, proportionalShares } from './counterparty-shares.ts'
export { type CounterpartyCharges, packageCharges, type PackageCharges } from './package-charges.ts'
export { unitExposures, type UnitExposures } from './unit-exposures.ts'
export {
  type CounterpartyAllocation,
  counterpartyAllocation,
  type CounterpartyTicket,
} from './counterparty-allocation.ts'
export { type CounterpartyExposure, counterpartyExposures } from './counterparty-exposures.ts'
export { collateralProblems, requireCollateralTerms } from './collateral-problems.ts'
export { type CollateralRunway, collateralRunway, type RunwayRow } from './collateral-runway.ts'
export {
  collateralBook,
  type CollateralInputs,
  collateralStates,
  type CollateralStates,
  liquidityAlongPath,
} from './collateral-states.ts'
export { type LiquiditySource, liquiditySources, sourceLines } from './liquidity-sources.ts'
export {
  type LiquidityWaterfall,
  liquidityWaterfall,
  type MarginCall,
  type WaterfallDay,
} from './liquidity-waterfall.ts'
