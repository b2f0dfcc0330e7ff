import { extname } from 'node:path'
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import type { ReadResourceResult, Resource, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js'
import { TuttiError } from '@tutti/analytics/errors'
import type { RunService } from '../runs/run-service.ts'

/** Address of the list of runs. */
export const runsUri = 'tutti://runs'

const json = 'application/json'

/** Kinds of addresses under a run. */
export const runTemplates: readonly ResourceTemplate[] = [
  { name: 'result', uriTemplate: 'tutti://runs/{id}/result', mimeType: json, description: 'Result of a run.' },
  { name: 'report', uriTemplate: 'tutti://runs/{id}/report', mimeType: 'text/html', description: 'Report on a run.' },
  { name: 'agents', uriTemplate: 'tutti://runs/{id}/agents', mimeType: json, description: 'Who said what in a run.' },
  { name: 'artifact', uriTemplate: 'tutti://runs/{id}/artifacts/{name}', description: 'A file that a run keeps.' },
]

/** What the runs have to be read: the list, and of each run, the newest first, its result, report and what its agents said. */
export function runResources(service: RunService): Resource[] {
  const list = { name: 'runs', uri: runsUri, mimeType: json, description: 'The runs of this store.' }
  const completed = service.list().filter(({ status }) => status === 'completed')
  const parts = completed.toReversed().flatMap(({ id, workflow, createdAt }) =>
    runTemplates.slice(0, 3).map(({ name, mimeType }) => ({
      name: `${name} of ${id}`,
      uri: `${runsUri}/${id}/${name}`,
      ...(mimeType === undefined ? {} : { mimeType }),
      description: `${name} of the run of ${workflow} of ${createdAt}`,
    })),
  )
  return [list, ...parts]
}

/** The run that an address is about, `null` for the list. Throws `McpError` for an address that is none. */
export function runOfUri(uri: string): string | null {
  return partsOfUri(uri).run
}

/** What stands at an address. Errors: `McpError` where nothing does. */
export function runResource(service: RunService, uri: string): ReadResourceResult {
  const { run, part, name } = partsOfUri(uri)
  try {
    return { contents: [{ uri, ...contentOf(service, run, part, name) }] }
  } catch (error) {
    if (!(error instanceof TuttiError)) throw new McpError(ErrorCode.InternalError, 'this is a fault of Tutti itself')
    throw new McpError(ErrorCode.InvalidParams, `${error.code}: ${error.message}`, { code: error.code, uri })
  }
}

type Content = { readonly mimeType: string } & ({ readonly text: string } | { readonly blob: string })

function contentOf(service: RunService, run: string | null, part: string, name: string): Content {
  if (run === null) return { mimeType: json, text: JSON.stringify(service.list()) }
  if (part === 'result') return { mimeType: json, text: JSON.stringify(service.result(run, '')) }
  if (part === 'agents') return { mimeType: json, text: JSON.stringify(service.agents(run)) }
  if (part === 'report') return { mimeType: 'text/html', text: service.artifact(run, 'report.html').toString() }
  if (!service.artifacts(run).some((artifact) => artifact.name === name)) {
    throw new TuttiError('missing-data', `run ${run} has no file of this name`, { field: 'name', got: name })
  }
  const content = service.artifact(run, name)
  const mimeType = textTypes[extname(name)]
  return mimeType === undefined
    ? { mimeType: 'application/octet-stream', blob: content.toString('base64') }
    : { mimeType, text: content.toString() }
}

const textTypes: Readonly<Record<string, string>> = {
  '.json': json,
  '.html': 'text/html',
  '.csv': 'text/csv',
  '.yaml': 'application/yaml',
  '.fix': 'text/plain',
  '.txt': 'text/plain',
  '.md': 'text/markdown',
}

function partsOfUri(uri: string): { readonly run: string | null; readonly part: string; readonly name: string } {
  const unknown = new McpError(ErrorCode.InvalidParams, `there is no resource ${uri.slice(0, 200)}`)
  if (uri === runsUri) return { run: null, part: '', name: '' }
  const match = /^tutti:\/\/runs\/([^/]+)\/(?:(result|report|agents)|artifacts\/([^/]+))$/.exec(uri)
  if (match === null) throw unknown
  try {
    const [run, name] = [match[1], match[3] ?? ''].map(decodeURIComponent)
    return { run, part: match[2] ?? 'artifact', name }
  } catch {
    throw unknown
  }
}
