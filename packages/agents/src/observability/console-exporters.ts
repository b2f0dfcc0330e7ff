import type { PushMetricExporter } from '@opentelemetry/sdk-metrics'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'

/** Writes each span as a line of JSON to the standard error output: the standard output belongs to results. */
export function consoleSpanExporter(): SpanExporter {
  return {
    export(spans, done) {
      for (const span of spans) {
        const { traceId, spanId } = span.spanContext()
        write({
          span: span.name,
          traceId,
          spanId,
          parentSpanId: span.parentSpanContext?.spanId ?? null,
          seconds: span.duration[0] + span.duration[1] / 1e9,
          status: span.status,
          attributes: span.attributes,
          events: span.events.map(({ name, attributes }) => ({ name, attributes })),
        })
      }
      done({ code: 0 })
    },
    shutdown: async () => undefined,
  }
}

/** Writes each metric as a line of JSON to the standard error output. */
export function consoleMetricExporter(): PushMetricExporter {
  return {
    export(metrics, done) {
      for (const { metrics: found } of metrics.scopeMetrics) {
        for (const { descriptor, dataPoints } of found) {
          const points = dataPoints.map(({ attributes, value }) => ({ attributes, value }))
          write({ metric: descriptor.name, unit: descriptor.unit, points })
        }
      }
      done({ code: 0 })
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
}

function write(line: object): void {
  process.stderr.write(`${JSON.stringify(line)}\n`)
}
