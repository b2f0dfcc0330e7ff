import { TuttiError } from '@tutti/analytics/errors'

/** The error for a workflow that is not among those known. */
export function unknownWorkflow(
  name: string | undefined,
  known: readonly string[],
  message = `there is no workflow ${JSON.stringify(name)}`,
): TuttiError {
  return new TuttiError('unsupported', message, { field: 'workflow', got: name, expected: known.join(' | ') })
}
