import { TuttiError } from '@tutti/analytics/errors'

/**
 * The id in `ids` that equals `idOrPrefix`, or the only one that starts with it.
 * Throws `missing-data` when there is none, `invalid-input` when several start with it.
 */
export function foundRunId(idOrPrefix: string, ids: readonly string[]): string {
  if (ids.includes(idOrPrefix)) return idOrPrefix
  const matches = idOrPrefix === '' ? [] : ids.filter((id) => id.startsWith(idOrPrefix))
  if (matches.length === 0) throw unknownRun(idOrPrefix)
  if (matches.length > 1) {
    const shown = matches.slice(0, 5).join(', ') + (matches.length > 5 ? ', …' : '')
    throw new TuttiError(
      'invalid-input',
      `${matches.length} runs start with ${idOrPrefix}: ${shown}; type more of the id`,
      {
        field: 'run',
        got: idOrPrefix,
        expected: 'the start of one id',
      },
    )
  }
  return matches[0]
}

/** The error for a run that is not in the store. */
export function unknownRun(id: string): TuttiError {
  return new TuttiError(
    'missing-data',
    `there is no run ${JSON.stringify(id)} in this store; tutti runs list shows all`,
    {
      field: 'run',
      got: id,
    },
  )
}

/** The error for a step or artifact that a run does not have. */
export function unknownPart(
  part: 'step' | 'artifact',
  runId: string,
  name: string,
  names: readonly string[],
): TuttiError {
  const known = names.length === 0 ? `it has no ${part}s` : `it has ${names.join(', ')}`
  return new TuttiError('missing-data', `run ${runId} has no ${part} ${JSON.stringify(name)}; ${known}`, {
    field: part,
    got: name,
  })
}
