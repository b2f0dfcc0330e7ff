import { TuttiError } from '@tutti/analytics/errors'

/** The `invalid-input` error that `make` throws, as `{ message, problems }`; throws when it throws anything else or nothing. */
export function invalidInput(make: () => unknown): TuttiError {
  try {
    make()
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'invalid-input') return error
    throw new Error(`expected a TuttiError of code invalid-input, got ${String(error)}`, { cause: error })
  }
  throw new Error('expected a TuttiError of code invalid-input, but nothing was thrown')
}

/** Fields of the problems that `make` is refused for, in alphabetical order. */
export function refusedFields(make: () => unknown): string[] {
  const { problems = [] } = invalidInput(make).details
  return problems.map((problem) => problem.field ?? '').toSorted()
}
