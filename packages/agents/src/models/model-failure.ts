import { TuttiError } from '@tutti/analytics/errors'
import type { ErrorCode } from '@tutti/analytics/errors'
import type { Environment } from './environment.ts'
import { withoutSecrets } from './without-secrets.ts'

/** Ways in which a call of a model fails. */
export type ModelFailureKind =
  | 'throttled'
  | 'unavailable'
  | 'dropped'
  | 'timed-out'
  | 'malformed'
  | 'refused'
  | 'cut-short'
  | 'too-long-answer'
  | 'context-overflow'
  | 'unauthorised'
  | 'bad-request'
  | 'cancelled'

const meanings: Readonly<Record<ModelFailureKind, readonly [ErrorCode, string]>> = {
  throttled: ['calculation-failed', 'the model’s server asks to slow down'],
  unavailable: ['calculation-failed', 'the model’s server failed'],
  dropped: ['calculation-failed', 'the connection to the model was lost'],
  'timed-out': ['calculation-failed', 'the model did not answer in time'],
  malformed: ['calculation-failed', 'the model’s answer is not well formed'],
  refused: ['calculation-failed', 'the model refused to answer'],
  'cut-short': ['calculation-failed', 'the model’s answer was cut off at its limit of tokens; raise max_tokens'],
  'too-long-answer': ['calculation-failed', 'the model’s answer is longer than is accepted'],
  'context-overflow': ['invalid-input', 'the conversation is longer than the model can read'],
  unauthorised: ['unauthorised', 'the model’s server does not accept the credentials'],
  'bad-request': ['invalid-input', 'the model’s server does not accept the request'],
  cancelled: ['conflict', 'the call of the model was cancelled'],
}

const retried: ReadonlySet<string> = new Set(['throttled', 'unavailable', 'dropped', 'timed-out', 'malformed'])

/**
 * The error of a call of a model: a TuttiError with field `model` whose `got` begins with the kind. The text of the server
 * passes through `withoutSecrets` and is cut; the original error, which may hold headers with a key, is not kept.
 */
export function modelFailure(
  kind: ModelFailureKind,
  model: string,
  words: string,
  environment: Environment,
): TuttiError {
  const [code, meaning] = meanings[kind]
  const safe = shortened(withoutSecrets(words, environment))
  return new TuttiError(code, `${meaning} (${model})${safe === '' ? '' : `: ${safe}`}`, {
    field: 'model',
    got: kind,
    expected: 'a complete answer',
  })
}

/** Whether asking again may help: not for refusals, errors of authorisation or of the request, budgets or long conversations. */
export function isRetriedFailure(error: unknown): boolean {
  const own = tuttiErrorIn(error)
  return own?.details.field === 'model' && retried.has(own.details.got ?? '')
}

/**
 * The error to show for whatever a conversation threw: the TuttiError that is the error or among its causes (Strands wraps what a
 * model throws), else a `calculation-failed` one with the error's words, secrets removed.
 */
export function conversationError(error: unknown, environment: Environment): TuttiError {
  const own = tuttiErrorIn(error)
  if (own !== undefined) return own
  const words = error instanceof Error ? error.message : String(error)
  return new TuttiError('calculation-failed', shortened(withoutSecrets(words, environment)), { field: 'conversation' })
}

function tuttiErrorIn(error: unknown): TuttiError | undefined {
  let at: unknown = error
  for (let depth = 0; depth < 8 && at instanceof Error; depth++) {
    if (at instanceof TuttiError) return at
    at = at.cause
  }
  return undefined
}

/** The failure that an error of a provider's client or of the network stands for; a TuttiError stays as it is. */
export function failureOf(error: unknown, model: string, environment: Environment): TuttiError {
  const own = tuttiErrorIn(error)
  if (own !== undefined) return own
  const facts = factsOf(error)
  const noCredentials = facts.names.some((name) => name.includes('CredentialsProvider'))
  return modelFailure(
    kindOf(facts),
    model,
    noCredentials ? `${awsVariables}: ${facts.words}` : facts.words,
    environment,
  )
}

const awsVariables =
  'set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role that may use Bedrock'

interface ErrorFacts {
  readonly names: readonly string[]
  readonly status: number | undefined
  readonly words: string
}

/** Names, codes, HTTP status and words of an error and of its causes. */
function factsOf(error: unknown): ErrorFacts {
  const names: string[] = []
  const words: string[] = []
  let status: number | undefined
  let at = error
  for (let depth = 0; depth < 8 && typeof at === 'object' && at !== null; depth++) {
    const one = at as Record<string, unknown> & { $metadata?: { httpStatusCode?: unknown }; error?: unknown }
    for (const name of [one['name'], one['code'], one['type'], ...bodyNames(one.error)]) {
      if (typeof name === 'string') names.push(name)
    }
    if (typeof one['message'] === 'string' && !words.includes(one['message'])) words.push(one['message'])
    const found = one['status'] ?? one.$metadata?.httpStatusCode
    if (status === undefined && typeof found === 'number') status = found
    at = one['cause']
  }
  return { names, status, words: words.length > 0 ? words.join('; ') : String(error) }
}

/** Types that the JSON body of an error names, such as `overloaded_error`. */
function bodyNames(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null) return []
  const { type, code, error } = body as Record<string, unknown>
  return [type, code, ...bodyNames(error)]
}

/**
 * Names are those of the clients: `@aws-sdk/client-bedrock-runtime` (exceptions of ConverseStream), `@anthropic-ai/sdk` and `openai`
 * (APIError and its subclasses, types of error bodies), undici and node (codes of sockets).
 */
function kindOf({ names, status, words }: ErrorFacts): ModelFailureKind {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/ContextWindowOverflow|context_length_exceeded/)) return 'context-overflow'
  // OpenAI answers 429 also where the account has no money left: waiting does not help.
  if (has(/insufficient_quota|billing_error/)) return 'unauthorised'
  if (has(/Throttl|rate_limit|TooManyRequests/) || status === 429) return 'throttled'
  if (has(/Timeout|ETIMEDOUT/)) return 'timed-out'
  if (
    has(
      /CredentialsProvider|ExpiredToken|AccessDenied|UnrecognizedClient|InvalidSignature|authentication_error|permission_error/,
    )
  ) {
    return 'unauthorised'
  }
  if (status === 401 || status === 403) return 'unauthorised'
  if (status === 413) return 'context-overflow'
  if (status === 408) return 'timed-out'
  if (status === 409 || (status !== undefined && status >= 500)) return 'unavailable'
  if (
    has(
      /overloaded_error|api_error|server_error|InternalServer|ServiceUnavailable|ModelStreamError|ModelNotReady|ModelTimeout/i,
    )
  ) {
    return 'unavailable'
  }
  // A stream that began with 200 and whose frames cannot be read carries that status too.
  if (status !== undefined && status >= 400) return 'bad-request'
  if (has(/Validation|invalid_request_error|not_found_error/)) return 'bad-request'
  if (has(/SyntaxError|Deserialization/) || /JSON|checksum|CRC|unexpected (token|end)|message length/i.test(words))
    return 'malformed'
  if (
    has(/ECONN|EPIPE|ENOTFOUND|EHOST|ERR_HTTP2|UND_ERR|APIConnection|ERR_STREAM/) ||
    /terminated|socket|network|fetch failed|closed|aborted|connection/i.test(words)
  ) {
    return 'dropped'
  }
  return 'malformed'
}

const longest = 600

function shortened(words: string): string {
  const one = words.replace(/\s+/gu, ' ').trim()
  return one.length <= longest ? one : `${one.slice(0, longest)} …`
}

/** Whether a model cannot be reached at all, or not with the credentials at hand: another conversation would fare no better. */
export function isOutOfReach(error: unknown): boolean {
  const own = tuttiErrorIn(error)
  if (own?.code === 'unauthorised') return true
  return own?.details.field === 'model' && ['dropped', 'unavailable'].includes(own.details.got ?? '')
}
