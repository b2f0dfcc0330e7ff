import { TuttiError } from '@tutti/analytics/errors'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { parsedInput, type RunDesk, runOrderSchema, runsPage } from '../client-runs/index.ts'
import { jsonOfText } from '../errors/index.ts'
import { approvalBodySchema } from './approval-body.ts'
import { clientAccount } from './client-account.ts'
import { eventStream } from './event-stream.ts'
import { fileResponse } from './file-response.ts'
import { problemResponse } from './problem-response.ts'

/** The runs that a server offers, and whether its requests bear a token: without one nobody can approve. */
export interface RunRouteOptions {
  readonly desk: RunDesk
  readonly hasToken: boolean
}

/** Seconds after which a client that found the server full may ask again. */
const retryAfter = '30'

/** The routes of workflows and runs. */
export function runRoutes({ desk, hasToken }: RunRouteOptions): Hono {
  const { service } = desk
  const app = new Hono()
  // what a run does not have is not there; what a request asks for and may not have is forbidden, its token being good
  app.onError((error, { req }) => {
    if (error instanceof HTTPException) return error.getResponse()
    if (!(error instanceof TuttiError)) return problemResponse(error)
    if (error.code === 'missing-data' && (req.method === 'GET' || error.details.field === 'run'))
      return problemResponse(error, 404)
    return problemResponse(error, error.code === 'unauthorised' ? 403 : undefined)
  })

  app.get('/workflows', async ({ json }) =>
    json({ models: Object.keys(desk.options.models), workflows: await service.workflows() }),
  )
  app.get('/runs', ({ req, json }) => {
    const { offset, most } = parsedInput(listQuery, req.query(), 'the query')
    return json(runsPage(service, offset, most))
  })
  app.post('/runs', async (c) => {
    const order = parsedInput(runOrderSchema, await jsonBody(c), 'the body')
    const { run } = await admitted(() => desk.start(order, clientAccount(c)))
    return c.json(service.summary(run), 202, { location: `/runs/${run}` })
  })
  app.get('/runs/:id', ({ req, json }) => json(service.summary(req.param('id'))))
  app.get('/runs/:id/result', ({ req, json }) => {
    const { pointer } = parsedInput(resultQuery, req.query(), 'the query')
    return json(service.result(req.param('id'), pointer))
  })
  app.get('/runs/:id/figure', async ({ req, json }) => {
    const { pointer } = parsedInput(resultQuery, req.query(), 'the query')
    return json(await service.figure(req.param('id'), pointer))
  })
  app.get('/runs/:id/agents', ({ req, json }) => {
    const run = req.param('id')
    const record = service.agents(run)
    if (record !== null) return json(record)
    throw new TuttiError('missing-data', 'this run has no agents, or is not that far', { field: 'run', got: run })
  })
  app.get('/runs/:id/report', ({ req }) =>
    fileResponse(service.artifact(req.param('id'), 'report.html'), 'report.html'),
  )
  app.get('/runs/:id/artifacts', ({ req, json }) => json({ artifacts: service.artifacts(req.param('id')) }))
  app.get('/runs/:id/artifacts/:name', ({ req }) => {
    const { id, name } = req.param()
    if (service.artifacts(id).some((artifact) => artifact.name === name))
      return fileResponse(service.artifact(id, name), name)
    throw new TuttiError('missing-data', `run ${id} has no file of this name`, { field: 'name', got: name })
  })
  app.get('/runs/:id/events', (c) => eventStream(c, desk, c.req.param('id')))
  app.post('/runs/:id/resume', async (c) => {
    const { run } = await admitted(() => desk.resume(c.req.param('id')))
    return c.json(service.summary(run), 202, { location: `/runs/${run}` })
  })
  app.post('/runs/:id/stop', async ({ req, json }) => json(await desk.stop(req.param('id'))))
  app.post('/runs/:id/approval', async (c) => {
    if (!hasToken) {
      throw new TuttiError('unauthorised', 'decisions are approved over HTTP only where TUTTI_TOKEN is set', {
        expected: 'a server started with TUTTI_TOKEN, or the command line',
      })
    }
    const { result_hash: seen, ...body } = parsedInput(approvalBodySchema, await jsonBody(c), 'the body')
    const request = { ...body, account: clientAccount(c), ...(seen === undefined ? {} : { resultHash: seen }) }
    return c.json(await admitted(() => desk.approve(c.req.param('id'), request)))
  })
  return app
}

const listQuery = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  most: z.coerce.number().int().min(1).max(1000).default(100),
})
const resultQuery = z.object({ pointer: z.string().max(1000).default('') })

/** What `begin` gives; where the server is full, 429 with when to ask again. */
async function admitted<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return await begin()
  } catch (error) {
    if (!(error instanceof TuttiError && error.code === 'conflict' && error.details.field === 'runs')) throw error
    const response = problemResponse(error, 429)
    response.headers.set('retry-after', retryAfter)
    throw new HTTPException(429, { res: response })
  }
}

async function jsonBody({ req }: Context): Promise<unknown> {
  const type = (req.header('content-type') ?? 'none').split(';')[0].trim()
  if (type === 'application/json') return jsonOfText(await req.text(), 'the body')
  const error = new TuttiError('invalid-input', `a body of type ${type} is not read`, {
    field: 'Content-Type',
    got: type,
    expected: 'application/json',
  })
  throw new HTTPException(415, { res: problemResponse(error, 415) })
}
