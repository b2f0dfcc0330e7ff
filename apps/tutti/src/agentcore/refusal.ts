import { TuttiError } from '@tutti/analytics/errors'
import { outcomeError } from '@tutti/operations/tabular'
import { doorStatusOf } from '../errors/index.ts'

/** An error as the body of an answer, with its HTTP status. */
export class Refusal {
  readonly status: number
  readonly body: object

  constructor(status: number, body: object) {
    this.status = status
    this.body = body
  }
}

/** An error with its code and every problem. What is no `TuttiError` is a fault of the program and tells nothing of it. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof TuttiError)) {
    const message = 'this is a fault of Tutti itself'
    return new Refusal(500, { error: { code: 'calculation-failed', message, problems: [] } })
  }
  const status = error.code === 'unauthorised' ? 403 : doorStatusOf[error.code].http
  return new Refusal(status, { error: outcomeError(error) })
}
