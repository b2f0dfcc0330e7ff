import type { OutcomeError } from '@tutti/operations/tabular'

/** What a thread is asked to compute. */
export interface CalculationRequest {
  readonly name: string
  readonly input: unknown
}

/** What a thread answers: that it begins; then the output, an error of the analytic, or a fault of the program. */
export type CalculationReply =
  | { readonly kind: 'begun' }
  | { readonly kind: 'done'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly error: OutcomeError }
  | { readonly kind: 'fault'; readonly text: string }
