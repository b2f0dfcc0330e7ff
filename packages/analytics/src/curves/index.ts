export * from './alternative-extrapolation.ts'
export { type BondFitError, type BondFitErrors, type FittedBond } from './bond-fit.ts'
export { type KnownCurves } from './bootstrap-equation.ts'
export { type BootstrapInstrument, type LegPeriods } from './bootstrap-instrument.ts'
export {
  type BootstrapInputs,
  type BootstrappedCurve,
  bootstrappedCurve,
  type RepricedInstrument,
} from './bootstrapped-curve.ts'
export * from './convert-rate.ts'
export { cubicSpline, type SplineEnds } from './cubic-spline.ts'
export * from './curve-carry.ts'
export * from './curve-components.ts'
export * from './curve-interpolation.ts'
export * from './curve-rates.ts'
export * from './curve-sensitivities.ts'
export * from './dated-curve.ts'
export * from './dated-instruments.ts'
export * from './discount-curve.ts'
export * from './flat-curve.ts'
export * from './index-conventions.ts'
export * from './inflation-curve.ts'
export * from './interpolated-curve.ts'
export { type LegConvention } from './leg-periods.ts'
export * from './linear-forward-curve.ts'
export * from './linear-zero-curve.ts'
export * from './log-linear-discount-curve.ts'
export { type NelsonSiegelFactors, nelsonSiegelFit, nelsonSiegelLoadings } from './nelson-siegel-fit.ts'
export * from './nelson-siegel-svensson.ts'
export { intervalIndex, type PiecewiseCubic } from './piecewise-cubic.ts'
export * from './smith-wilson-alpha.ts'
export {
  smithWilsonCurve,
  type SmithWilsonFit,
  smithWilsonFit,
  smithWilsonInstrumentFit,
  type SmithWilsonParameters,
  wilsonKernel,
} from './smith-wilson.ts'
export * from './smoothing-spline-bond-fit.ts'
export * from './svensson-bond-fit.ts'
export * from './time-axis.ts'
export * from './zero-spread-curve.ts'
