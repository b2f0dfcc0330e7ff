import type { OutcomeError } from '@tutti/operations/tabular'

/** What a thread is asked to compute. */
export interface CalculationRequest {
  /** Of this request alone; the reply carries it. */
  readonly id: number
  readonly name: string
  readonly input: unknown
}

/** What a thread answers: that it begins; then the output, an error of the analytic, or a fault of the program. */
export type CalculationReply =
  | { readonly kind: 'begun'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: OutcomeError }
  | { readonly kind: 'fault'; readonly id: number; readonly text: string }
