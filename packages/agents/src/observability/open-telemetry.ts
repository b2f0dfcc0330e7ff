import { context, metrics, propagation, trace } from '@opentelemetry/api'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { ViewOptions } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { ConfidentialSpanProcessor } from './confidential-spans.ts'
import { consoleMetricExporter, consoleSpanExporter } from './console-exporters.ts'
import { ModelCallTimes } from './model-call-times.ts'
import { reportingExporter } from './reporting-exporter.ts'
import { shownToolName } from './shown-tool-name.ts'
import type { Telemetry } from './running-telemetry.ts'
import type { Environment } from '../models/environment.ts'
import type { SignalRequest, TelemetryRequest } from './telemetry-request.ts'

/** The agents' SDK measures tools by the name that the model called, which it may have made up. */
const toolNameView: ViewOptions = {
  instrumentName: 'gen_ai.agent.tool.*',
  attributesProcessors: [
    {
      process(attributes) {
        const { 'gen_ai.tool.name': name } = attributes
        return typeof name === 'string' ? { ...attributes, 'gen_ai.tool.name': shownToolName(name) } : attributes
      },
    },
  ],
}

/** Starts the SDK of OpenTelemetry for this process. Only `startedTelemetry` loads this file. */
export function openTelemetry(
  request: TelemetryRequest,
  environment: Environment,
  warn: (text: string) => void,
): Telemetry {
  let warned = false
  const warnOnce = (problem: string): void => {
    if (!warned) warn(`warning: telemetry: ${problem}; the run is not affected`)
    warned = true
  }
  const resource = defaultResource().merge(resourceFromAttributes(request.resource))

  const readers = metricReaders(request, warnOnce)
  const meterProvider = new MeterProvider({ resource, readers, views: [toolNameView] })
  const exported = spanProcessors(request.traces, warnOnce).map(
    (next) => new ConfidentialSpanProcessor(next, request.captureContent, environment),
  )
  const measured = request.metrics.exporter === 'none' ? [] : [new ModelCallTimes()]
  const tracerProvider = new NodeTracerProvider({ resource, spanProcessors: [...exported, ...measured] })
  metrics.setGlobalMeterProvider(meterProvider)
  tracerProvider.register()

  return {
    active: true,
    async end(limitMs = 5000) {
      const stopped = Promise.allSettled([tracerProvider.shutdown(), meterProvider.shutdown()])
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), limitMs)
      })
      if ((await Promise.race([stopped, late])) === 'late') {
        warnOnce(`not all could be sent within ${limitMs / 1000} s`)
      }
      clearTimeout(timer)
      trace.disable()
      metrics.disable()
      context.disable()
      propagation.disable()
    },
  }
}

function spanProcessors(signal: SignalRequest, warnOnce: (problem: string) => void): SpanProcessor[] {
  if (signal.exporter === 'none') return []
  if (signal.exporter === 'console') return [new BatchSpanProcessor(consoleSpanExporter())]
  const { url, headers, timeoutMs } = signal
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs })
  return [new BatchSpanProcessor(reportingExporter(exporter, url, warnOnce))]
}

function metricReaders(
  request: TelemetryRequest,
  warnOnce: (problem: string) => void,
): PeriodicExportingMetricReader[] {
  const { metrics: signal, metricIntervalMs: exportIntervalMillis } = request
  if (signal.exporter === 'none') return []
  if (signal.exporter === 'console') {
    return [new PeriodicExportingMetricReader({ exporter: consoleMetricExporter(), exportIntervalMillis })]
  }
  const { url, headers, timeoutMs } = signal
  const otlp = new OTLPMetricExporter({ url, headers: { ...headers }, timeoutMillis: timeoutMs })
  const exporter = reportingExporter(otlp, url, warnOnce)
  return [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis })]
}
