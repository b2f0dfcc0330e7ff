import { TuttiError } from '@tutti/analytics/errors'

const throttling = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottledException',
  'LimitExceededException',
])
const refused = new Set([
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
])

/** What DynamoDB or the way to it said, in the words of the project. The client has tried again before. */
export function dynamoFailure(error: unknown, table: string): unknown {
  if (error instanceof TuttiError || !(error instanceof Error)) return error
  const details = { field: table, cause: error }
  const what = `the decision memory in the DynamoDB table ${table}`
  if (throttling.has(error.name)) {
    return new TuttiError(
      'conflict',
      `${what} is asked more than it can answer (${error.name}); try again in a while, or give the table on-demand or more capacity`,
      details,
    )
  }
  if (refused.has(error.name)) {
    return new TuttiError(
      'unauthorised',
      `${what} refused access (${error.name}); check the AWS credentials and that their role may get, put, delete, query and scan there`,
      details,
    )
  }
  if (error.name === 'ResourceNotFoundException') {
    return new TuttiError('missing-data', `${what} is not there; make the table, or name another`, details)
  }
  return new TuttiError('calculation-failed', `${what} failed: ${error.name}: ${error.message}`, details)
}
