import { ModelRetryStrategy } from '@strands-agents/sdk'
import type { AfterModelCallEvent } from '@strands-agents/sdk'
import { sha256 } from '@tutti/runtime/hashing'
import { isRetriedFailure } from './model-failure.ts'

/** How often, and after how long, a model is asked again. */
export interface RetryOptions {
  /** Calls in all, the first included. Standard: 5. */
  readonly attempts?: number
  /** Milliseconds before the second call; doubled for each further one. Standard: 1000. */
  readonly firstDelayMs?: number
  /** Standard: 30,000. */
  readonly longestDelayMs?: number
  /** In [0, 1): where in the upper half of the delay an attempt falls. Standard: from the hash of `seed` and the attempt. */
  readonly jitter?: (attempt: number) => number
  /** Such as the name of the specialist, so that specialists that were throttled together do not come back together. */
  readonly seed?: string
}

/**
 * Asks a model again, after a delay that doubles, when it was throttled, its server failed, the connection was lost, it was silent
 * for too long, or its answer was malformed; see `isRetriedFailure`. One for each Strands agent.
 */
export function retryStrategy(options: RetryOptions = {}): ModelRetryStrategy {
  return new FailureRetryStrategy(options)
}

class FailureRetryStrategy extends ModelRetryStrategy {
  readonly name = 'tutti:model-retry'
  readonly #options: RetryOptions

  constructor(options: RetryOptions) {
    super()
    this.#options = options
  }

  protected override computeRetryDecision({ error, attemptCount }: AfterModelCallEvent) {
    if (attemptCount >= (this.#options.attempts ?? 5) || !isRetriedFailure(error)) return { retry: false } as const
    return { retry: true, waitMs: retryDelayMs(attemptCount, this.#options) } as const
  }
}

/** Milliseconds to wait after the failure of an attempt (from 1): between half and all of the doubled delay. */
export function retryDelayMs(attempt: number, options: RetryOptions): number {
  const { firstDelayMs = 1000, longestDelayMs = 30_000, seed = '' } = options
  const whole = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1))
  const part = options.jitter?.(attempt) ?? Number.parseInt(sha256(`${seed}/${attempt}`).slice(0, 8), 16) / 2 ** 32
  return whole / 2 + (whole / 2) * part
}
