export * from './american-lattice.ts'
export * from './american-option.ts'
export * from './equity-forward.ts'
export * from './variance-from-smile.ts'
export {
  fairStrikes,
  replicatedVariance,
  type VarianceSwap,
  varianceSwapFromSurface,
  type VarianceSwapFromSurface,
} from './variance-swap-from-surface.ts'
export * from './variance-swap-mark.ts'
export * from './variance-swap-strip.ts'
export * from './vix-index.ts'
export * from './volatility-swap.ts'
