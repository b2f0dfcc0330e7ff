import { sep } from 'node:path'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { RunService } from '../runs/run-service.ts'

/** An absolute path and what clients read in its place; one that ends with a separator stands for the beginning of a path. */
export type Replacement = readonly [path: string, shown: string]

/** Advice that is about the command line, which a client of a server may not have. */
const commands: readonly (readonly [RegExp, string])[] = [
  [/; tutti runs list shows all\b/g, '; the list of runs shows all'],
  [/\brun: tutti runs resume [\w-]+/g, 'resume the run'],
  [/\bwrite it again with: tutti runs resume [\w-]+/g, 'resume the run, which writes it again'],
  [/\bsee tutti runs verify [\w-]+/g, 'whoever runs this server can have the run verified'],
]

/** An error in words for clients: without commands of the command line, and without paths that only the server knows. */
export function errorForClients(error: unknown, replacements: readonly Replacement[]): unknown {
  if (!(error instanceof TuttiError)) return error
  const shown = (text: string): string => textForClients(text, replacements)
  const { cause, line, problems, ...texts } = error.details
  const details = {
    ...shownMembers(texts, shown),
    ...(line === undefined ? {} : { line }),
    ...(problems === undefined ? {} : { problems: problems.map((problem) => shownMembers<Problem>(problem, shown)) }),
  }
  return new TuttiError(error.code, shown(error.message), cause === undefined ? details : { ...details, cause })
}

function textForClients(text: string, replacements: readonly Replacement[]): string {
  const given = new Map(replacements)
  const any = [...given.keys()].map((path) => literal(path) + (path.endsWith(sep) ? '' : '(?![\\w-])')).join('|')
  // not where it stands within another path
  const pattern = new RegExp(`(?<![\\w.\\-/\\\\])(?:${any})`, 'g')
  const paths = any === '' ? text : text.replaceAll(pattern, (path) => given.get(path) ?? path)
  return commands.reduce((all, [command, shown]) => all.replaceAll(command, shown), paths)
}

/** A pattern of this text and no other. */
const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** The members that are texts in other words, the others as they are. */
function shownMembers<T extends object>(members: T, shown: (text: string) => string): T {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? shown(value) : value,
    ]),
  ) as T
}

/** The service with its errors in words for clients; what it gives is as it was. */
export function serviceForClients(service: RunService, replacements: readonly Replacement[]): RunService {
  const inWords = <Given extends readonly unknown[], Got>(call: (...given: Given) => Got) =>
    ((...given: Given) => {
      try {
        const got = call(...given)
        return got instanceof Promise ? got.catch(rethrow) : got
      } catch (error) {
        return rethrow(error)
      }
    }) as (...given: Given) => Got
  const rethrow = (error: unknown): never => {
    throw errorForClients(error, replacements)
  }
  return {
    workflows: inWords(() => service.workflows()),
    start: inWords((request, onEvent, signal) => service.start(request, onEvent, signal)),
    resume: inWords((id, onEvent, signal) => service.resume(id, onEvent, signal)),
    list: inWords(() => service.list()),
    summary: inWords((id) => service.summary(id)),
    result: inWords((id, pointer) => service.result(id, pointer)),
    figure: inWords((id, pointer) => service.figure(id, pointer)),
    agents: inWords((id) => service.agents(id)),
    artifacts: inWords((id) => service.artifacts(id)),
    artifact: inWords((id, name) => service.artifact(id, name)),
    approve: inWords((id, request, onEvent, signal) => service.approve(id, request, onEvent, signal)),
  }
}
