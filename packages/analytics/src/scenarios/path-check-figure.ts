export type PathCheckKind = 'martingale' | 'moment' | 'correlation' | 'option-price' | 'convergence'

/** One check of simulated paths against a figure known in advance. */
export interface PathCheckFigure {
  readonly id: string
  readonly regime: string
  readonly label: string
  readonly kind: PathCheckKind
  readonly observed: { readonly value: number; readonly standardError: number }
  readonly expected: number
  /**
   * (observed - expected) / standard error, corrected for the skewness of the draws where there are a hundred or more.
   * Normal when the paths are right.
   */
  readonly z: number
  /** Largest |z| that passes. */
  readonly threshold: number
  readonly passed: boolean
}

/** A check before its threshold, which depends on how many checks there are. */
export interface OpenCheck {
  readonly id: string
  readonly regime: string
  readonly label: string
  readonly kind: PathCheckKind
  readonly observed: { readonly value: number; readonly standardError: number }
  readonly expected: number
  readonly z: number
  readonly degreesOfFreedom: number
}
