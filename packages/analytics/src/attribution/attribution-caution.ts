/** A fact of the data that changes how an attribution reads; the text says which, how much and how it was treated. */
export interface AttributionCaution {
  readonly code:
    | 'unassigned-weight'
    | 'missing-return'
    | 'off-benchmark'
    | 'absent-from-portfolio'
    | 'return-at-zero-weight'
    | 'short-position'
    | 'leverage'
    | 'extreme-segment-return'
    | 'unexplained-residual'
    | 'hedges-not-funded'
    | 'first-order'
    | 'small-sample'
    | 'order-dependent'
  readonly message: string
}

/** A caution; a short way to write one. */
export const caution = (code: AttributionCaution['code'], message: string): AttributionCaution => ({ code, message })
