import { problemText, TuttiError } from '@tutti/analytics/errors'
import { outcomeError } from '@tutti/operations/tabular'
import { doorStatusOf } from '../errors/index.ts'

/** An error as `application/problem+json` (RFC 9457). What is no `TuttiError` is a fault of the program and tells nothing of it. */
export function problemResponse(error: unknown, status?: number): Response {
  if (!(error instanceof TuttiError)) {
    const body = {
      type: 'about:blank',
      title: 'fault of the program',
      status: 500,
      detail: 'this is a fault of Tutti itself',
    }
    return problemJson({ ...body, code: 'calculation-failed' }, 500)
  }
  const { code, message, problems } = outcomeError(error)
  const httpStatus = status ?? doorStatusOf[code].http
  return problemJson(
    {
      type: `urn:tutti:error:${code}`,
      title: code,
      status: httpStatus,
      detail: message,
      code,
      ...(error.details.expected === undefined ? {} : { expected: error.details.expected }),
      problems: problems.map((problem) => ({ ...problem, text: problemText(problem) })),
    },
    httpStatus,
  )
}

function problemJson(body: object, status: number): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })
}
