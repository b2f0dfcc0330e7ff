import { randomUUID } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import type { ApprovalRequest, RunEvent, RunRequest, RunService, RunSummary } from '../runs/run-service.ts'
import { requireRequest } from '../runs/required-request.ts'
import { unknownWorkflow } from '../runs/unknown-workflow.ts'
import { EventLog, type NumberedEvent } from './event-log.ts'
import { offeredPlan, type OfferedModels } from './offered-models.ts'
import { readablePath } from './readable-path.ts'
import type { RunOrder } from './run-order.ts'
import { errorForClients, type Replacement, serviceForClients } from './words-for-clients.ts'

/** What clients may use, and how much of it. */
export interface RunDeskOptions {
  /** Folders under which the files of runs lie. */
  readonly roots: readonly string[]
  readonly models: OfferedModels
  /** Runs at work at once. */
  readonly mostRuns: number
}

/** A run at work, as its client sees it. */
export interface RunUnderWay {
  readonly run: string
  /** Settles, never rejecting, when the run is over or waits for approval; how it ended stands in its summary. */
  readonly over: Promise<void>
}

/** Where a run stands after waiting for it. */
export interface WaitedRun {
  readonly summary: RunSummary
  /** Whether it is no longer at work. */
  readonly over: boolean
}

interface Session {
  /** Tells logs of one run apart: numbers of events are about one of them. */
  readonly mark: string
  readonly log: EventLog
  readonly stop: AbortController
  readonly over: Promise<void>
}

type Begin = (
  onEvent: (event: RunEvent) => void,
  signal: AbortSignal,
) => Promise<{ readonly run: string; readonly ended: Promise<RunSummary> }>

/** Logs of runs that are over are kept for so many. */
const mostKept = 100

/**
 * Runs of the clients of a server: at most so many at once, on files and models that the operator allows, each with a log of its
 * events that readers follow. A run belongs to the server and not to the connection that asked for it: it goes on when its client
 * leaves, and ends when it is stopped or the server is.
 */
export class RunDesk {
  /** Its errors are in words for clients. */
  readonly service: RunService
  readonly options: RunDeskOptions
  readonly #plainService: RunService
  /** Folders that clients know by what is under them. */
  readonly #roots: readonly Replacement[]
  readonly #active = new Map<string, Session>()
  readonly #sessions = new Map<string, Session>()
  readonly #watchers = new Set<(run: string) => void>()
  /** Runs that are about to be gone on with. */
  readonly #claimed = new Set<string>()
  #starting = 0
  #closed = false

  constructor(service: RunService, options: RunDeskOptions) {
    this.#plainService = service
    this.#roots = [...new Set(options.roots.flatMap((root) => [realpathSync(root), resolve(root)]))]
      .filter((root) => dirname(root) !== root)
      .map((root) => [root + sep, ''])
    this.service = serviceForClients(service, this.#roots)
    this.options = options
  }

  /** Whether as many runs are at work as may be. */
  get isFull(): boolean {
    return this.#active.size + this.#starting >= this.options.mostRuns
  }

  /** Whether a run is at work here. */
  isActive(run: string): boolean {
    return this.#active.has(run)
  }

  /**
   * Starts a run. Errors: `conflict` when the server is stopping, `unauthorised` for a path or models that are not allowed, those
   * of the service, and `conflict` with field `runs` when too many are at work for an order that is right as far as that can be
   * told without reading files. `account` says by which way the order came.
   */
  async start(order: RunOrder, account: string): Promise<RunUnderWay> {
    this.#requireOpen()
    const request = this.#request(order, account)
    if (this.isFull) await this.#requireKnown(request)
    this.#requireRoom()
    const paths = Object.entries(order.files).map(([name, path]): Replacement => [request.files[name], path])
    return this.#carryOut((onEvent, signal) =>
      this.#plainService.start(request, onEvent, signal).catch((error: unknown) => {
        throw errorForClients(error, [...paths, ...this.#roots])
      }),
    )
  }

  /** Goes on with a run. Errors: `conflict` when it is at work, or too many are; those of the service. */
  async resume(id: string): Promise<RunUnderWay> {
    const { id: run } = this.service.summary(id)
    this.#requireIdle(run)
    this.#requireRoom()
    this.#claimed.add(run)
    return this.#carryOut((onEvent, signal) => this.service.resume(run, onEvent, signal)).finally(() =>
      this.#claimed.delete(run),
    )
  }

  /** Records what a person says, and goes on with the run to its end. Errors: as of `resume`, and those of the service. */
  async approve(id: string, request: ApprovalRequest): Promise<RunSummary> {
    const { id: run } = this.service.summary(id)
    this.#requireIdle(run)
    this.#requireRoom()
    let answer: Promise<RunSummary> | undefined
    await this.#carryOut((onEvent, signal) => {
      const ended = this.service.approve(run, request, onEvent, signal)
      answer = ended
      return Promise.resolve({ run, ended })
    })
    return answer as Promise<RunSummary>
  }

  /** Stops a run that is at work here: it ends as interrupted and can be gone on with. Throws `conflict` when it is not at work. */
  async stop(id: string): Promise<RunSummary> {
    const { id: run } = this.service.summary(id)
    const session = this.#active.get(run)
    if (session === undefined) {
      throw new TuttiError('conflict', `run ${run} is not at work here`, { field: 'run', got: run })
    }
    session.stop.abort()
    await session.over
    return this.service.summary(run)
  }

  /** Waits for the end of a run that is at work here, at most so many seconds or until `signal`. */
  async wait(id: string, seconds: number, signal: AbortSignal): Promise<WaitedRun> {
    const { id: run } = this.service.summary(id)
    const session = this.#active.get(run)
    if (session !== undefined) {
      const enough = Promise.withResolvers<void>()
      const timer = setTimeout(enough.resolve, seconds * 1000)
      const leave = (): void => enough.resolve()
      signal.addEventListener('abort', leave, { once: true })
      if (!signal.aborted) await Promise.race([session.over, enough.promise])
      clearTimeout(timer)
      signal.removeEventListener('abort', leave)
    }
    const summary = this.service.summary(run)
    return { summary, over: !this.#active.has(run) && summary.status !== 'running' }
  }

  /**
   * The events of a run's session in this server, as `{id, event}`: those after the one of id `last`, then those to come until it
   * is over. None for a run that this server had no part in.
   */
  async *events(
    id: string,
    last: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<NumberedEvent & { readonly id: string }, void, undefined> {
    const session = this.#sessions.get(this.service.summary(id).id)
    if (session === undefined) return
    const [mark, number] = (last ?? '').split('-')
    const after = mark === session.mark && /^\d{1,15}$/.test(number ?? '') ? Number(number) : 0
    for await (const entry of session.log.after(after, signal))
      yield { ...entry, id: `${session.mark}-${entry.number}` }
  }

  /** Calls `listener` whenever a run begins or ends its work here; returns how to leave off. */
  watch(listener: (run: string) => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  /** Takes no more runs, stops those at work, and waits until they are recorded as interrupted. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { stop } of this.#active.values()) stop.abort()
    await Promise.all([...this.#active.values()].map(({ over }) => over))
  }

  #request(order: RunOrder, account: string): RunRequest {
    const { workflow, as_of, seed, overrides, replay, person } = order
    const models = offeredPlan(this.options.models, order.models)
    const files = Object.fromEntries(
      Object.entries(order.files).map(([name, path]) => [
        name,
        readablePath(path, this.options.roots, `files.${name}`),
      ]),
    )
    return { workflow, files, asOf: as_of, seed, overrides, models, replay, startedBy: { account, person } }
  }

  #requireIdle(run: string): void {
    if (this.#active.has(run) || this.#claimed.has(run)) {
      throw new TuttiError('conflict', `run ${run} is at work; wait for its end, or stop it`, {
        field: 'run',
        got: run,
      })
    }
  }

  /** Throws what the service would say of an order whose workflow, names or numbers it does not know. */
  async #requireKnown(request: RunRequest): Promise<void> {
    const workflows = await this.service.workflows()
    const known = workflows.find(({ name }) => name === request.workflow)
    if (known === undefined) {
      throw unknownWorkflow(
        request.workflow,
        workflows.map(({ name }) => name),
      )
    }
    requireRequest({ ...known, description: known.title }, request)
  }

  #requireOpen(): void {
    if (this.#closed) throw new TuttiError('conflict', 'the server is stopping')
  }

  #requireRoom(): void {
    this.#requireOpen()
    if (!this.isFull) return
    throw new TuttiError(
      'conflict',
      'as many runs are at work as this server takes; wait for one to end, and ask again',
      {
        field: 'runs',
        got: String(this.#active.size + this.#starting),
        expected: `fewer than ${this.options.mostRuns} runs at work`,
      },
    )
  }

  async #carryOut(begin: Begin): Promise<RunUnderWay> {
    const log = new EventLog()
    const stop = new AbortController()
    const ended = Promise.withResolvers<void>()
    const session: Session = { mark: randomUUID().slice(0, 8), log, stop, over: ended.promise }
    this.#starting++
    const started = await begin((event) => log.add(event), stop.signal).finally(() => this.#starting--)
    const { run } = started
    const before = this.#sessions.get(run)
    this.#active.set(run, session)
    this.#keep(run, session)
    if (this.#closed) stop.abort()
    const over = (): void => {
      this.#active.delete(run)
      log.end()
      // an answer that was refused at once leaves the log of the run as it was
      if (log.isEmpty && before !== undefined) this.#sessions.set(run, before)
      ended.resolve()
      this.#tell(run)
    }
    started.ended.then(over, over)
    this.#tell(run)
    return { run, over: ended.promise }
  }

  #keep(run: string, session: Session): void {
    this.#sessions.delete(run)
    this.#sessions.set(run, session)
    const idle = [...this.#sessions.keys()].filter((id) => !this.#active.has(id))
    for (const id of idle.slice(0, Math.max(0, idle.length - mostKept))) this.#sessions.delete(id)
  }

  #tell(run: string): void {
    for (const listener of this.#watchers) listener(run)
  }
}
