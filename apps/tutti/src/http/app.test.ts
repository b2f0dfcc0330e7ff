import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operation, operations } from '@tutti/operations'
import { httpApp } from './app.ts'

const run = (name: string, input: unknown) => Promise.resolve().then(() => operation(name).run(input))
const options = { operations, run, version: '1.2.3', hosts: ['localhost'] }
const app = httpApp(options)
const local = { headers: { host: 'localhost:8787' } }
const post = (path: string, body: string, type = 'application/json', headers: Record<string, string> = {}) =>
  app.request(path, { method: 'POST', body, headers: { host: 'localhost', 'content-type': type, ...headers } })

test('the OpenAPI description has a path for each operation and its references resolve', async () => {
  const response = await app.request('/openapi.json', local)
  const document = (await response.json()) as {
    openapi: string
    paths: Record<string, { post: { requestBody: { content: Record<string, { example: unknown }> } } }>
  }
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(
    Object.keys(document.paths),
    operations.map(({ name }) => `/operations/${name}`),
  )
  for (const { name, example } of operations) {
    const { requestBody } = document.paths[`/operations/${name}`].post
    assert.deepEqual(requestBody.content['application/json'].example, JSON.parse(JSON.stringify(example)))
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1])
  assert.ok(references.length > 0)
  for (const reference of new Set(references)) {
    const found = reference
      .split('/')
      .slice(1)
      .reduce((at: unknown, key) => (at as Record<string, unknown>)?.[key], document)
    assert.equal(typeof found, 'object', `${reference} leads nowhere`)
  }
})

test('an operation is described with its schemas, and an area has a page', async () => {
  const facts = (await (await app.request('/operations/models/black-scholes', local)).json()) as Record<string, unknown>
  assert.equal(facts.name, 'models/black-scholes')
  assert.equal((facts.input as { type: string }).type, 'object')
  const page = await (await app.request('/reference/models', local)).text()
  assert.match(page, /## models\/black-scholes/)
  assert.equal((await app.request('/reference/astrology', local)).status, 404)
})

test('a CSV is answered with a row for each case', async () => {
  const csv =
    'type,spot,strike,maturityYears,rateContinuous,dividendYieldContinuous,volAnnual\ncall,100,100,1,0,0,0.2\ncall,-1,100,1,0,0,0.2\n'
  const response = await post('/operations/models/black-scholes', csv, 'text/csv')
  assert.equal(response.status, 200)
  const lines = (await response.text()).trim().split('\n')
  assert.equal(lines.length, 3)
  assert.match(lines[1], /^2,ok,7\.96/)
  assert.match(lines[2], /^3,invalid-input/)
})

test('what cannot be served is refused with a problem that says why', async () => {
  const status = async (response: Response | Promise<Response>) => (await response).status
  assert.equal(await status(post('/operations/models/black-scholes', '{')), 400)
  assert.equal(await status(post('/operations/models/black-scholes', '<x/>', 'text/xml')), 415)
  assert.equal(await status(post('/operations/models/no-such', '{}')), 404)
  assert.equal(await status(app.request('/nowhere', local)), 404)
  assert.equal(await status(app.request('/mcp', local)), 405)
  assert.equal(await status(post('/operations/models/black-scholes', ' '.repeat(33 * 2 ** 20))), 413)
  const near = (await (await post('/operations/models/heston', '{}')).json()) as { detail: string }
  assert.match(near.detail, /models\/heston-price/)
})

test('a fault of the program tells nothing of its inside', async () => {
  const broken = httpApp({ ...options, run: () => Promise.reject(new Error('secret path /home/x')) })
  const response = await broken.request('/operations/models/black-scholes', {
    method: 'POST',
    body: '{}',
    headers: { host: 'localhost', 'content-type': 'application/json' },
  })
  assert.equal(response.status, 500)
  assert.doesNotMatch(await response.text(), /secret/)
})

test('a web page that points its own name at this machine, or posts from another site, gets no answer', async () => {
  assert.equal((await app.request('/health', { headers: { host: 'evil.example' } })).status, 403)
  assert.equal(
    (await post('/operations/models/black-scholes', '{}', undefined, { origin: 'https://evil.example' })).status,
    403,
  )
  assert.equal(
    (await app.request('/health', { headers: { host: 'localhost', origin: 'http://localhost:3000' } })).status,
    200,
  )
})

test('with a token only requests that bear it are answered', async () => {
  const closed = httpApp({ ...options, token: 'right' })
  const get = async (authorization?: string) =>
    (await closed.request('/operations', { headers: { host: 'localhost', ...(authorization && { authorization }) } }))
      .status
  assert.equal(await get(), 401)
  assert.equal(await get('Bearer wrong'), 401)
  assert.equal(await get('Bearer right'), 200)
  assert.equal((await closed.request('/health', local)).status, 200)
})
