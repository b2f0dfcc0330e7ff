import { createHash, timingSafeEqual } from 'node:crypto'
import { TuttiError } from '@tutti/analytics/errors'
import { operation, type Operation } from '@tutti/operations'
import { openApiDocument, operationFacts, referencePage } from '@tutti/operations/description'
import { caseOutcome, casesOfCsv, csvOfOutcomes } from '@tutti/operations/tabular'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { RunDesk } from '../client-runs/index.ts'
import { jsonOfText } from '../errors/index.ts'
import { mcpSessions } from '../mcp/index.ts'
import { clientAccount } from './client-account.ts'
import { problemResponse } from './problem-response.ts'
import { runPaths, runSchemas } from './run-paths.ts'
import { runRoutes } from './run-routes.ts'

/** What the HTTP door offers, how it computes, and whom it answers. */
export interface HttpAppOptions {
  readonly operations: readonly Operation[]
  readonly run: (name: string, input: unknown) => Promise<unknown>
  readonly version: string
  /** Host names, without port, that a request may be addressed to; a web page that points its own name here gets no answer. */
  readonly hosts: readonly string[]
  /** If given, every request but `/health` needs it as a bearer token. */
  readonly token?: string | undefined
  /** Runs of workflows; left out: operations alone. */
  readonly desk?: RunDesk | undefined
  /** Aborted when the server stops: sessions of MCP end, so that no connection of theirs keeps it up. */
  readonly stopping?: AbortSignal | undefined
}

const mostBytes = 32 * 2 ** 20
const mostCsvRows = 10_000

/**
 * The HTTP door: `GET /operations`, `GET` and `POST /operations/{area}/{name}`, `GET /openapi.json`,
 * `GET /reference/{area}`, `/mcp` (streamable HTTP) and `GET /health`; with a desk also `/workflows` and `/runs`. A POST of
 * `text/csv` to an operation computes a case a row. Errors are `application/problem+json`.
 */
export function httpApp({ operations, run, version, hosts, token, desk, stopping }: HttpAppOptions): Hono {
  const app = new Hono()
  const areas = [...new Set(operations.map(({ name }) => name.split('/')[0]))]
  app.onError((error) => problemResponse(error))
  app.notFound(({ req }) => problemResponse(notThere(req.path), 404))
  app.use(async ({ req }, next) => {
    const host = (req.header('host') ?? '').replace(/:\d+$/, '')
    if (!hosts.includes(host)) {
      const details = { field: 'Host', got: host, expected: hosts.join(', ') }
      return problemResponse(
        new TuttiError('unauthorised', 'requests to this host name are not answered', details),
        403,
      )
    }
    const origin = req.header('origin')
    if (origin !== undefined && !hosts.includes(URL.canParse(origin) ? new URL(origin).hostname : '')) {
      return problemResponse(new TuttiError('unauthorised', 'requests from other web sites are not answered'), 403)
    }
    if (token !== undefined && req.path !== '/health' && !isBearer(req.header('authorization'), token)) {
      return problemResponse(new TuttiError('unauthorised', 'a bearer token is needed: Authorization: Bearer TOKEN'))
    }
    return next()
  })
  app.use(
    bodyLimit({
      maxSize: mostBytes,
      onError: () =>
        problemResponse(new TuttiError('invalid-input', `the body is larger than ${mostBytes / 2 ** 20} MB`), 413),
    }),
  )

  app.get('/health', (c) => c.json({ status: 'ok', version, operations: operations.length }))
  app.get('/openapi.json', (c) => c.json(description(operations, version, desk !== undefined)))
  app.get('/operations', (c) =>
    c.json({
      operations: operations.map(({ name, title, description, cost }) => ({ name, title, description, cost })),
    }),
  )
  app.get('/operations/:area/:name', ({ req, json }) => {
    const found = known(operations, `${req.param('area')}/${req.param('name')}`)
    return found === undefined ? problemResponse(notThere(req.path), 404) : json(operationFacts(found))
  })
  app.get('/reference/:area', ({ req, text }) => {
    const area = req.param('area')
    if (!areas.includes(area)) return problemResponse(notThere(req.path), 404)
    return text(referencePage(area, operations), 200, { 'content-type': 'text/markdown; charset=utf-8' })
  })
  app.post('/operations/:area/:name', async ({ req, json, text }) => {
    const name = `${req.param('area')}/${req.param('name')}`
    if (known(operations, name) === undefined) {
      try {
        operation(name)
      } catch (error) {
        return problemResponse(error, 404)
      }
    }
    const body = await req.text()
    const type = (req.header('content-type') ?? 'application/json').split(';')[0].trim()
    if (type === 'text/csv') return text(await csvAnswer(name, body, run), 200, { 'content-type': 'text/csv' })
    if (type !== 'application/json') {
      const details = { field: 'Content-Type', got: type, expected: 'application/json or text/csv' }
      return problemResponse(new TuttiError('invalid-input', `a body of type ${type} is not read`, details), 415)
    }
    return json((await run(name, jsonOfText(body, 'the body'))) as object)
  })
  const mcp = mcpSessions({ operations, run, version, desk })
  stopping?.addEventListener('abort', () => void mcp.close())
  app.all('/mcp', (c) => mcp.handle(c.req.raw, clientAccount(c)))
  if (desk !== undefined) app.route('/', runRoutes({ desk, hasToken: token !== undefined }))
  return app
}

/** The OpenAPI description of what is offered. */
function description(operations: readonly Operation[], version: string, withRuns: boolean): object {
  const facts = { title: 'Tutti', version, description: 'Analytics of the Tutti library.' }
  const document = openApiDocument(operations, facts)
  if (!withRuns) return document
  const schemas = { ...document.components.schemas, ...runSchemas() }
  return { ...document, paths: { ...document.paths, ...runPaths }, components: { schemas } }
}

const known = (operations: readonly Operation[], name: string): Operation | undefined =>
  operations.find((item) => item.name === name)

const notThere = (path: string): TuttiError =>
  new TuttiError('unsupported', `there is nothing at ${path}`, { expected: 'GET /operations lists what there is' })

async function csvAnswer(name: string, body: string, run: HttpAppOptions['run']): Promise<string> {
  const cases = casesOfCsv(body)
  if (cases.length > mostCsvRows) {
    throw new TuttiError(
      'invalid-input',
      `the table has ${cases.length} rows; at most ${mostCsvRows} are computed at once`,
    )
  }
  const rows: Parameters<typeof csvOfOutcomes>[0][number][] = []
  for (const { line, input, fault } of cases) {
    const settled = await (fault === undefined ? run(name, input) : Promise.reject(fault)).then(
      (result) => () => result,
      (error: unknown) => () => {
        throw error
      },
    )
    rows.push({ lead: { line: String(line) }, outcome: caseOutcome(settled) })
  }
  return csvOfOutcomes(rows)
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = /^Bearer (.+)$/.exec(header ?? '')?.[1]
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return given !== undefined && timingSafeEqual(digest(given), digest(token))
}
