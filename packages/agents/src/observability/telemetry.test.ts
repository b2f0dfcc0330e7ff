import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { collector } from './collector.fixture.ts'
import { startedTelemetry } from './index.ts'
import { contents, secret, twoAgentsRun } from './two-agents.fixture.ts'

const run = (environment: Record<string, string>) =>
  promisify(execFile)(process.execPath, [fileURLToPath(new URL('./telemetry-child.fixture.ts', import.meta.url))], {
    env: environment,
  })

test('a collector gets the spans and the metrics of a run, with its headers and resource, and no content', async (t) => {
  const { url, received } = await collector(t)
  const warnings: string[] = []
  const telemetry = await startedTelemetry(
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc',
      OTEL_SERVICE_NAME: 'desk',
    },
    (text) => warnings.push(text),
  )
  assert.ok(telemetry.active)
  await twoAgentsRun()
  await telemetry.end()
  assert.deepEqual(warnings, [])
  assert.deepEqual(new Set(received.map(({ path }) => path)), new Set(['/v1/traces', '/v1/metrics']))
  for (const { headers } of received) assert.equal(headers.authorization, 'Bearer abc')
  const spans = received
    .flatMap(({ body }) => body.resourceSpans ?? [])
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans)
  assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1)
  for (const name of ['tutti.run', 'tutti.analysis', 'tutti.step', 'invoke_graph two', 'node second', 'chat']) {
    assert.ok(
      spans.some((span) => span.name === name),
      name,
    )
  }
  const metrics = received
    .flatMap(({ body }) => body.resourceMetrics ?? [])
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
  const units = new Map(metrics.map(({ name, unit }) => [name, unit]))
  assert.equal(units.get('tutti.runs'), '{run}')
  assert.ok(units.has('gen_ai.agent.tool.call.count'), 'those of the SDK of agents too')
  assert.equal(units.get('tutti.run.duration'), 's')
  assert.equal(units.get('gen_ai.client.operation.duration'), 's')
  const all = JSON.stringify(received.map(({ body }) => body))
  assert.match(all, /"key":"service.name","value":\{"stringValue":"desk"\}/)
  for (const content of [...Object.values(contents), secret]) assert.ok(!all.includes(content), content)
})

test('telemetry can be started again after its end', async (t) => {
  const { url, received } = await collector(t)
  for (let i = 1; i <= 2; i++) {
    const telemetry = await startedTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: url })
    await twoAgentsRun()
    await telemetry.end()
    assert.equal(received.filter(({ path }) => path === '/v1/traces').length, i)
    assert.equal(received.filter(({ path }) => path === '/v1/metrics').length, i)
  }
  await twoAgentsRun()
  assert.equal(received.length, 4, 'nothing after the end')
})

test('a collector that refuses or does not answer is one warning and no failure', async (t) => {
  for (const [answer, expected] of [
    [403, /nothing could be sent to http:\/\/127\.0\.0\.1:\d+ \(HTTP 403\); the run is not affected/],
    ['silent', /nothing could be sent to|not all could be sent within/],
  ] as const) {
    const { url, received } = await collector(t, answer)
    const warnings: string[] = []
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_TIMEOUT: '200' }
    const telemetry = await startedTelemetry(variables, (text) => warnings.push(text))
    await twoAgentsRun()
    await telemetry.end(100)
    assert.ok(received.length > 0)
    assert.equal(warnings.length, 1)
    assert.match(warnings[0], expected)
  }
})

test('a process without a collector does its work, warns once on the standard error output, and ends by itself', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  const { stdout, stderr } = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://user:password-words@127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '300',
  })
  assert.equal(stdout, 'the result\n')
  assert.match(stderr, /^warning: telemetry: nothing could be sent to http:\/\/127\.0\.0\.1:\d+[^\n]*\n$/)
})

test('the console exporter writes spans and metrics to the standard error output, none to that of results', async () => {
  const { stdout, stderr } = await run({ OTEL_TRACES_EXPORTER: 'console', OTEL_METRICS_EXPORTER: 'console' })
  assert.equal(stdout, 'the result\n')
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { span?: string; metric?: string })
  assert.ok(lines.some(({ span }) => span === 'tutti.run'))
  assert.ok(lines.some(({ metric }) => metric === 'tutti.runs'))
})

test('where nothing is asked for, nothing of the SDK of OpenTelemetry is loaded', async () => {
  const sdk = async (environment: Record<string, string>): Promise<string[]> => {
    const { stdout } = await run({ ...environment, SHOW_LOADED: 'yes' })
    return (JSON.parse(stdout) as string[]).filter((url) => /@opentelemetry\/(sdk|exporter|resources|otlp)/.test(url))
  }
  assert.deepEqual(await sdk({}), [])
  assert.deepEqual(await sdk({ OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: 'true' }), [])
  assert.notDeepEqual(await sdk({ OTEL_TRACES_EXPORTER: 'console' }), [])
})
