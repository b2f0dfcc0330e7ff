import { z } from 'zod'
import { runOrderSchema } from '../client-runs/index.ts'
import { runListSchema, summarySchema, workflowsSchema } from '../mcp/index.ts'
import { approvalBodySchema } from './approval-body.ts'

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
const body = (type: string, schema: object) => ({ [type]: { schema } })
const of = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const parameter = (name: string, place: 'path' | 'query' | 'header', type: string, description: string) => ({
  name,
  in: place,
  required: place === 'path',
  description,
  schema: { type },
})
const id = parameter('id', 'path', 'string', 'Id of a run.')
const notThere = problem('There is no such run, or it does not have this.')
const busy = problem('As many runs are at work as the server takes; Retry-After says when to ask again.')
const refused = problem('A path, models or an approval that this server does not allow.')

interface Route {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly object[]
  readonly requestBody?: object
  readonly responses: Readonly<Record<string, object>>
}

const get = (operationId: string, summary: string, content: object, more: readonly object[] = []): { get: Route } => ({
  get: {
    operationId,
    summary,
    parameters: [id, ...more],
    responses: { '200': { description: summary, content }, '404': notThere },
  },
})

const began = { description: 'The run, at work.', content: body('application/json', of('RunSummary')) }

/** The routes of workflows and runs in an OpenAPI 3.1 description. */
export const runPaths: Readonly<Record<string, object>> = {
  '/workflows': {
    get: {
      operationId: 'workflows_list',
      summary: 'What can be run.',
      responses: { '200': { description: 'Workflows.', content: body('application/json', of('Workflows')) } },
    },
  },
  '/runs': {
    get: {
      operationId: 'run_list',
      summary: 'The runs of this store, the newest first.',
      parameters: [
        parameter('offset', 'query', 'integer', 'Where the page begins.'),
        parameter('most', 'query', 'integer', 'Runs on a page, at most 1000.'),
      ],
      responses: { '200': { description: 'Runs.', content: body('application/json', of('RunList')) } },
    },
    post: {
      operationId: 'run_start',
      summary: 'Starts a run; Location says where to follow it. It goes on when the client leaves.',
      requestBody: { required: true, content: body('application/json', of('RunOrder')) },
      responses: {
        '202': began,
        '400': problem('The order does not fit its schema or makes no sense.'),
        '403': refused,
        '422': problem('The order is understood and cannot be carried out: data are missing or do not apply.'),
        '429': busy,
      },
    },
  },
  '/runs/{id}': get('run_status', 'Where a run stands.', body('application/json', of('RunSummary'))),
  '/runs/{id}/result': get(
    'run_result',
    'The result, or the part of it at a JSON pointer.',
    body('application/json', {}),
    [parameter('pointer', 'query', 'string', 'JSON pointer (RFC 6901), or specialist#/pointer as briefs cite.')],
  ),
  '/runs/{id}/figure': get(
    'run_figure',
    'The value at a pointer with all that it depends on: run key, seed, code version, hashes of the inputs.',
    body('application/json', { type: 'object' }),
    [parameter('pointer', 'query', 'string', 'JSON pointer (RFC 6901), or specialist#/pointer as briefs cite.')],
  ),
  '/runs/{id}/agents': get(
    'run_agents',
    'Who said what on which evidence.',
    body('application/json', { type: 'object' }),
  ),
  '/runs/{id}/report': get('run_report', 'The report.', body('text/html', { type: 'string' })),
  '/runs/{id}/artifacts': get(
    'run_artifacts',
    'Names and sizes of the files of a run.',
    body('application/json', { type: 'object' }),
  ),
  '/runs/{id}/artifacts/{name}': get('run_artifact', 'A file of a run.', { 'application/octet-stream': {} }, [
    parameter('name', 'path', 'string', 'Name of the file.'),
  ]),
  '/runs/{id}/events': get(
    'run_events',
    'What happens in the run, as server-sent events; the last is of type summary.',
    body('text/event-stream', { type: 'string' }),
    [parameter('Last-Event-ID', 'header', 'string', 'Id of the last event that came; those after it are sent.')],
  ),
  '/runs/{id}/resume': {
    post: {
      operationId: 'run_resume',
      summary: 'Goes on with a run that was interrupted or failed.',
      parameters: [id],
      responses: { '202': began, '404': notThere, '409': problem('The run is at work.'), '429': busy },
    },
  },
  '/runs/{id}/stop': {
    post: {
      operationId: 'run_stop',
      summary: 'Stops a run that is at work; it can be gone on with.',
      parameters: [id],
      responses: {
        '200': { description: 'The run, stopped.', content: body('application/json', of('RunSummary')) },
        '404': notThere,
        '409': problem('The run is not at work here.'),
      },
    },
  },
  '/runs/{id}/approval': {
    post: {
      operationId: 'run_approve',
      summary: 'What a person says to a decision that waits. Needs a server started with TUTTI_TOKEN.',
      parameters: [id],
      requestBody: { required: true, content: body('application/json', of('Approval')) },
      responses: {
        '200': { description: 'Where the run stands then.', content: body('application/json', of('RunSummary')) },
        '400': problem('The body does not fit its schema.'),
        '403': refused,
        '404': notThere,
        '409': problem('The run is at work, or does not wait for approval.'),
        '429': busy,
      },
    },
  },
}

/** The schemas that `runPaths` refers to. */
export function runSchemas(): Record<string, object> {
  const input = { RunOrder: runOrderSchema, Approval: approvalBodySchema }
  const output = { RunSummary: summarySchema, RunList: runListSchema, Workflows: workflowsSchema }
  return Object.fromEntries([
    ...Object.entries(input).map(([name, schema]) => [name, lifted(z.toJSONSchema(schema, { io: 'input' }), name)]),
    ...Object.entries(output).map(([name, schema]) => [name, lifted(z.toJSONSchema(schema), name)]),
  ]) as Record<string, object>
}

/** A schema whose references to its own definitions lead to where it stands among the components. */
function lifted(schema: object, name: string): object {
  const { $schema: _, ...rest } = schema as Record<string, unknown>
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', `"#/components/schemas/${name}/$defs/`)) as object
}
