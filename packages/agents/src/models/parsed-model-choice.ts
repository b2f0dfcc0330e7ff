import { TuttiError } from '@tutti/analytics/errors'
import { modelKinds } from '@tutti/workflows/agents-record'
import type { ModelKind } from '@tutti/workflows/agents-record'
import { offlineChoice } from './model-choice.ts'
import type { ModelChoice } from './model-choice.ts'
import { looksLikeSecret } from './without-secrets.ts'

const forms = 'offline, bedrock:MODEL[@REGION], anthropic:MODEL, openai:MODEL[@ADDRESS] or ollama:MODEL[@ADDRESS]'

/**
 * The model that a text names: `offline`, `bedrock:anthropic.claude-…@us-east-1`, `anthropic:claude-…`, `openai:gpt-…`,
 * `ollama:llama3`; `@http…` after it gives the address of a server. Throws `invalid-input`, never with the text of something that
 * looks like a key.
 */
export function parsedModelChoice(text: string, field = 'model'): ModelChoice {
  const trimmed = text.trim()
  if (looksLikeSecret(trimmed)) {
    throw new TuttiError('invalid-input', `${field} looks like a key; keys are taken from the environment alone`, {
      field,
    })
  }
  if (trimmed === 'offline') return offlineChoice
  const colon = trimmed.indexOf(':')
  const kind = colon < 0 ? trimmed : trimmed.slice(0, colon)
  if (!isModelKind(kind) || kind === 'offline') {
    throw badChoice(field, `${field} names no kind of model that is known`, trimmed)
  }
  const rest = trimmed.slice(colon + 1)
  const at = colon < 0 ? -1 : rest.lastIndexOf('@')
  const modelId = colon < 0 ? '' : at < 0 ? rest : rest.slice(0, at)
  if (modelId === '' || /\s/.test(rest)) throw badChoice(field, `${field} names no model after ${kind}:`, trimmed)
  if (at < 0) return { kind, modelId }
  const place = rest.slice(at + 1)
  if (/^https?:\/\//.test(place)) return { kind, modelId, baseUrl: checkedBaseUrl(place, kind, field) }
  if (kind !== 'bedrock')
    throw badChoice(field, `${field}: only Bedrock has regions; an address begins with http`, trimmed)
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(place)) throw badChoice(field, `${field} names no region of AWS after @`, trimmed)
  return { kind, modelId, region: place }
}

/** A choice in the form that `parsedModelChoice` reads. */
export function modelText({ kind, modelId, region, baseUrl }: ModelChoice): string {
  if (kind === 'offline') return 'offline'
  const place = baseUrl ?? region
  return `${kind}:${modelId}${place === undefined ? '' : `@${place}`}`
}

/**
 * The address of a model's server, checked: http or https, no user name or password in it, and https where a key would travel,
 * unless it is on this machine.
 */
export function checkedBaseUrl(text: string, kind: ModelKind, field: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const fault = (message: string) =>
    new TuttiError('invalid-input', `${field}: ${message}`, { field, expected: 'an address https://…' })
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw fault('the address of a server begins with http:// or https://')
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw fault('an address holds no user name, password or query; keys are taken from the environment alone')
  }
  if (url.protocol === 'http:' && kind !== 'ollama' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) {
    throw fault('a key would travel in the open; use https')
  }
  return text.replace(/\/+$/, '')
}

function isModelKind(text: string): text is ModelKind {
  return (modelKinds as readonly string[]).includes(text)
}

function badChoice(field: string, message: string, text: string): TuttiError {
  const got = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return new TuttiError('invalid-input', `${message}, got "${got}"; expected ${forms}`, { field, got, expected: forms })
}
