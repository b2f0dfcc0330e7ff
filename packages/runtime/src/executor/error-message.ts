import { errorCodes, TuttiError } from '@tutti/analytics/errors'
import type { ErrorCode, ErrorDetails } from '@tutti/analytics/errors'

/** A thrown value in a form that survives the way between threads (a plain structured clone loses class and code). */
export type ErrorMessage =
  | { readonly kind: 'value'; readonly value: unknown }
  | {
      readonly kind: 'error'
      readonly name: string
      readonly message: string
      readonly stack: string | undefined
      readonly code: ErrorCode | undefined
      readonly details: Omit<ErrorDetails, 'cause'>
      readonly cause: ErrorMessage | undefined
    }

/** The message for a thrown value. What cannot be cloned is sent as its text. */
export function errorMessage(thrown: unknown): ErrorMessage {
  if (!(thrown instanceof Error)) return { kind: 'value', value: isCloneable(thrown) ? thrown : String(thrown) }
  const { cause: _, ...details } = thrown instanceof TuttiError ? thrown.details : {}
  return {
    kind: 'error',
    name: thrown.name,
    message: thrown.message,
    stack: thrown.stack,
    code: thrown instanceof TuttiError ? thrown.code : undefined,
    details: isCloneable(details) ? details : {},
    cause: thrown.cause === undefined ? undefined : errorMessage(thrown.cause),
  }
}

/** The thrown value that a message stands for; a TuttiError keeps its code and details, each error its stack and cause. */
export function errorFromMessage(message: ErrorMessage): unknown {
  if (message.kind === 'value') return message.value
  const cause = message.cause === undefined ? undefined : errorFromMessage(message.cause)
  const error =
    message.code !== undefined && errorCodes.includes(message.code)
      ? new TuttiError(message.code, message.message, { ...message.details, cause })
      : new Error(message.message, cause === undefined ? undefined : { cause })
  error.name = message.name
  if (message.stack !== undefined) error.stack = message.stack
  return error
}

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}
