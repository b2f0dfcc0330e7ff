import type { Environment } from '../models/environment.ts'

/** How a signal is sent. */
export type SignalRequest =
  | { readonly exporter: 'none' }
  | { readonly exporter: 'console' }
  | {
      readonly exporter: 'otlp'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly timeoutMs: number
    }

/** What the standard variables of OpenTelemetry ask for. */
export interface TelemetryRequest {
  readonly traces: SignalRequest
  readonly metrics: SignalRequest
  readonly metricIntervalMs: number
  readonly resource: Readonly<Record<string, string>>
  /** Whether prompts, answers, tool inputs and outputs may leave the process. */
  readonly captureContent: boolean
  /** What was asked for and cannot be had, in words, without values of headers. */
  readonly problems: readonly string[]
}

const none: SignalRequest = { exporter: 'none' }
/** The standard's own is 10 s; a run should not wait that long for a collector that is not there. */
const usualTimeoutMs = 3000

/**
 * Reads the standard variables (opentelemetry.io, "SDK environment variables" and "OTLP exporter"). Unlike there, nothing is sent
 * unless an exporter or an endpoint is named.
 */
export function telemetryRequest(environment: Environment): TelemetryRequest {
  const problems: string[] = []
  const disabled = text(environment, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true'
  const traces = disabled ? none : signalRequest('TRACES', environment, problems)
  const metrics = disabled ? none : signalRequest('METRICS', environment, problems)
  return {
    traces,
    metrics,
    metricIntervalMs: milliseconds(environment, 'OTEL_METRIC_EXPORT_INTERVAL', problems) ?? 60_000,
    resource: {
      'service.name': 'tutti',
      ...keyValues(environment, 'OTEL_RESOURCE_ATTRIBUTES', problems),
      ...named('service.name', text(environment, 'OTEL_SERVICE_NAME')),
    },
    captureContent: text(environment, 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT')?.toLowerCase() === 'true',
    problems,
  }
}

function signalRequest(signal: 'TRACES' | 'METRICS', environment: Environment, problems: string[]): SignalRequest {
  const own = text(environment, `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`)
  const shared = text(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT')
  const name = `OTEL_${signal}_EXPORTER`
  const asked = text(environment, name)?.toLowerCase() ?? (own !== undefined || shared !== undefined ? 'otlp' : 'none')
  if (asked === 'none') return none
  if (asked === 'console') return { exporter: 'console' }
  if (asked !== 'otlp') {
    problems.push(`${name} is not one of otlp, console and none`)
    return none
  }
  const protocolName = [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL']
  const protocol = protocolName.map((each) => text(environment, each)).find((each) => each !== undefined)
  if (protocol === 'grpc') {
    problems.push(
      `${signal.toLowerCase()} are sent over HTTP, not gRPC: give the collector's HTTP address (usually port 4318)`,
    )
  }
  const path = `v1/${signal.toLowerCase()}`
  const url = own ?? `${(shared ?? 'http://localhost:4318').replace(/\/*$/, '')}/${path}`
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    problems.push(`the endpoint of ${signal.toLowerCase()} is no address that starts with http:// or https://`)
    return none
  }
  return {
    exporter: 'otlp',
    url,
    headers: {
      ...keyValues(environment, 'OTEL_EXPORTER_OTLP_HEADERS', problems),
      ...keyValues(environment, `OTEL_EXPORTER_OTLP_${signal}_HEADERS`, problems),
    },
    timeoutMs:
      milliseconds(environment, `OTEL_EXPORTER_OTLP_${signal}_TIMEOUT`, problems) ??
      milliseconds(environment, 'OTEL_EXPORTER_OTLP_TIMEOUT', problems) ??
      usualTimeoutMs,
  }
}

/** An empty variable counts as one that is not there. */
function text(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim()
  return value === '' ? undefined : value
}

/** `a=1,b=two%20words`. */
function keyValues(environment: Environment, name: string, problems: string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const pair of text(environment, name)?.split(',') ?? []) {
    const at = pair.indexOf('=')
    const key = pair.slice(0, Math.max(at, 0)).trim()
    try {
      if (key === '') throw new URIError('no name')
      found[decodeURIComponent(key)] = decodeURIComponent(pair.slice(at + 1).trim())
    } catch {
      problems.push(`a part of ${name} is not of the form name=value with percent-encoded values`)
    }
  }
  return found
}

function milliseconds(environment: Environment, name: string, problems: string[]): number | undefined {
  const value = text(environment, name)
  if (value === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
  problems.push(`${name} is not a whole number of milliseconds above 0`)
  return undefined
}

function named(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value }
}
