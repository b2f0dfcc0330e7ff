import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { telemetryRequest } from './telemetry-request.ts'

const none = { exporter: 'none' }

test('nothing is sent unless a variable asks for it', () => {
  const { traces, metrics, captureContent, resource, problems } = telemetryRequest({
    PATH: '/bin',
    OTEL_SERVICE_NAME: '',
  })
  assert.deepEqual([traces, metrics, captureContent, problems], [none, none, false, []])
  assert.deepEqual(resource, { 'service.name': 'tutti' })
})

test('one endpoint serves both signals; an own one is taken as it is; an exporter alone means the usual address', () => {
  const url = (signal: object): unknown => (signal as { url?: string }).url
  const both = telemetryRequest({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/base/' })
  assert.equal(url(both.traces), 'http://collector:4318/base/v1/traces')
  assert.equal(url(both.metrics), 'http://collector:4318/base/v1/metrics')
  const own = telemetryRequest({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://collector/mine' })
  assert.deepEqual([own.traces, url(own.metrics)], [none, 'https://collector/mine'])
  const usual = telemetryRequest({ OTEL_TRACES_EXPORTER: 'otlp' })
  assert.deepEqual([url(usual.traces), usual.metrics], ['http://localhost:4318/v1/traces', none])
})

test('each signal can be turned off or put on the console, and all of it disabled', () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318'
  const some = telemetryRequest({
    OTEL_EXPORTER_OTLP_ENDPOINT,
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'none',
  })
  assert.deepEqual([some.traces, some.metrics], [{ exporter: 'console' }, none])
  const off = telemetryRequest({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' })
  assert.deepEqual([off.traces, off.metrics], [none, none])
})

test('headers, time limits and names of the resource are read, the own ones of a signal before the shared ones', () => {
  const { traces, metrics, resource, metricIntervalMs } = telemetryRequest({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, x-team=one',
    OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x-team=two',
    OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '500',
    OTEL_METRIC_EXPORT_INTERVAL: '5000',
    OTEL_SERVICE_NAME: 'desk',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment=test%2Cone',
  })
  const authorization = 'Bearer abc'
  assert.deepEqual(traces, {
    exporter: 'otlp',
    url: 'http://collector:4318/v1/traces',
    headers: { authorization, 'x-team': 'one' },
    timeoutMs: 500,
  })
  assert.deepEqual(metrics, {
    exporter: 'otlp',
    url: 'http://collector:4318/v1/metrics',
    headers: { authorization, 'x-team': 'two' },
    timeoutMs: 2000,
  })
  assert.deepEqual(resource, { 'service.name': 'desk', 'deployment.environment': 'test,one' })
  assert.equal(metricIntervalMs, 5000)
})

test('what cannot be had is named, without its value', () => {
  const wrong: [Record<string, string>, RegExp][] = [
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /OTEL_TRACES_EXPORTER is not one of/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /endpoint of traces is no address/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /not gRPC/],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_EXPORTER_OTLP_HEADERS: 'secret-value' },
      /OTEL_EXPORTER_OTLP_HEADERS/,
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_EXPORTER_OTLP_HEADERS: 'a=%secret-value' }, /percent-encoded/],
    [{ OTEL_RESOURCE_ATTRIBUTES: '=secret-value' }, /OTEL_RESOURCE_ATTRIBUTES/],
    [{ OTEL_METRIC_EXPORT_INTERVAL: '-1' }, /OTEL_METRIC_EXPORT_INTERVAL is not a whole number/],
  ]
  for (const [environment, expected] of wrong) {
    const said = telemetryRequest(environment).problems.join('\n')
    assert.match(said, expected)
    assert.ok(!said.includes('secret-value'))
  }
})

test('every pair of names and values of a resource comes back from its percent-encoded form', () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' })
  fc.assert(
    fc.property(fc.dictionary(word, word, { noNullPrototype: true, maxKeys: 5 }), (attributes) => {
      const pairs = Object.entries(attributes).map((pair) => pair.map(encodeURIComponent).join('='))
      const { resource, problems } = telemetryRequest({ OTEL_RESOURCE_ATTRIBUTES: pairs.join(',') })
      assert.deepEqual(problems, [])
      assert.deepEqual(resource, { 'service.name': 'tutti', ...attributes })
    }),
    { seed: 6, numRuns: 40 },
  )
})
