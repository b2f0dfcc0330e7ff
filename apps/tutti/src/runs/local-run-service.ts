import type { AgentRunOptions } from '@tutti/agents/run'
import { TuttiError } from '@tutti/analytics/errors'
import type { Executor, Json, RunRecord, RunStore } from '@tutti/runtime'
import type { DecisionMemory } from '@tutti/runtime/memory'
import type { AgentsRecord, ApprovalRecord } from '@tutti/workflows/agents-record'
import type { ChangeEffect } from '@tutti/workflows/changes'
import { valueAtPointer } from '@tutti/workflows/figures'
import type { Governance } from '@tutti/workflows/governance'
import type { Machine } from './machine.ts'
import { type AgentsArgument, agentsArgument, requireSameCode } from './agents-argument.ts'
import { approvalAsMandated, requireEnoughApprovers, starterOf } from './approval-rules.ts'
import {
  artifactNames,
  keepJson,
  keptAgents,
  keptApprovals,
  keptDecision,
  keptResult,
  keptSpecialists,
} from './artifacts.ts'
import { figureFacts, type FigureFacts } from './figure-facts.ts'
import { editEffect } from './edit-effect.ts'
import { requestedEdit, type RequestedEdit, requireWithinMandate } from './requested-edit.ts'
import { requireRequest } from './required-request.ts'
import { carryOutRun, recordEnd, type RunSession } from './run-session.ts'
import type {
  ApprovalRequest,
  RunEvent,
  RunRequest,
  RunService,
  RunSummary,
  WorkflowDescription,
} from './run-service.ts'
import { unknownWorkflow } from './unknown-workflow.ts'
import { workflowDescription } from './workflow-description.ts'
import type { AnyRunner, WorkflowEntry } from './workflow-runner.ts'

/** What the runs of a service work with; what is made on demand is made once. */
export interface LocalRunServiceOptions {
  readonly workflows: readonly WorkflowEntry[]
  /** Opened when it is first needed, so that a request that is refused leaves nothing behind. */
  readonly store: () => RunStore
  readonly memory: () => DecisionMemory
  readonly executor: () => Executor
  /** Computes an operation of the catalogue for an agent, whatever a language model has thought up as its input. */
  readonly compute: AgentRunOptions['compute']
  /** The same for a run whose agents are all offline: their scripts make the calls, which need no guard. Left out: `compute`. */
  readonly computeScripted?: AgentRunOptions['compute']
  readonly codeVersion: () => string
  readonly agentsVersion: () => string
  readonly machine: Machine
  /** The account of this process. */
  readonly account: string
  readonly clock?: () => Date
  /** Tests put their models in. */
  readonly makeModel?: AgentRunOptions['makeModel']
}

type Follow = (event: RunEvent) => void
interface Started {
  readonly run: string
  readonly ended: Promise<RunSummary>
}

/** Runs on this machine: over a store, an executor, a memory and the agents. Knows no workflow by name. */
export class LocalRunService implements RunService {
  readonly #options: LocalRunServiceOptions

  constructor(options: LocalRunServiceOptions) {
    this.#options = options
  }

  async workflows(): Promise<readonly WorkflowDescription[]> {
    return Promise.all(this.#options.workflows.map(async ({ load }) => workflowDescription(await load())))
  }

  /** The runner of a workflow. Throws `unsupported` for one that is not there. */
  async runner(name: string): Promise<AnyRunner> {
    return this.#entry(name).load()
  }

  async start(request: RunRequest, onEvent: Follow, signal: AbortSignal): Promise<Started> {
    const entry = this.#entry(request.workflow)
    requireRequest(entry.terms, request)
    const runner = await entry.load()
    const prepared = await runner.prepare(request)
    const { machine, account } = this.#options
    const store = this.#options.store()
    const agents = this.#agentsOf(request)
    const codeVersion = this.#options.codeVersion()
    const startedBy = request.startedBy ?? { account, person: null }
    const governance = runner.workflow.governance(prepared.input)
    requireEnoughApprovers(governance, startedBy)
    if (request.replay === null && this.#options.makeModel === undefined) await requireKeys(request.models)
    const spending = request.models === null ? [] : await budgetLines(request.models, governance)
    signal.throwIfAborted()
    const run = store.createRun({
      workflow: request.workflow,
      inputs: prepared.inputs,
      arguments: { ...prepared.arguments, ...(agents === null ? {} : { agents: agents as unknown as Json }) },
      seed: request.seed,
      codeVersion,
      machine: {
        ...machine,
        startedBy: { ...startedBy },
        ...(request.report === undefined ? {} : { report: request.report }),
      },
    })
    for (const { name, content } of prepared.files) store.saveArtifact(run.id, name, content)
    const {
      token_budget: tokens,
      cost_budget_usd: usd,
      time_budget_seconds: seconds,
      maximum_steps: steps,
    } = governance.agents
    onEvent({
      kind: 'run-started',
      run: run.id,
      warnings: prepared.warnings,
      notes: [...prepared.notes, ...spending],
      budget: agents === null ? null : { tokens, usd, seconds, steps },
    })
    return this.#going(this.#session(run, runner, prepared.input, onEvent, signal))
  }

  async resume(id: string, onEvent: Follow, signal: AbortSignal): Promise<Started> {
    const run = this.#options.store().run(id)
    const { runner, input } = await this.#again(run)
    return this.#going(this.#session(run, runner, input, onEvent, signal))
  }

  list(): readonly RunSummary[] {
    const store = this.#options.store()
    return store.runs().map((run) => summaryOf(store, run))
  }

  summary(id: string): RunSummary {
    const store = this.#options.store()
    return summaryOf(store, store.run(id))
  }

  result(id: string, pointer: string): Json {
    const store = this.#options.store()
    const run = store.run(id).id
    const cut = pointer.indexOf('#')
    if (cut < 0) return valueAtPointer(keptResult(store, run), pointer) as Json
    const [specialist, inside] = [pointer.slice(0, cut), pointer.slice(cut + 1)]
    const results = keptSpecialists(store, run)
    if (Object.hasOwn(results, specialist)) return valueAtPointer(results[specialist], inside) as Json
    throw new TuttiError('missing-data', `run ${run} keeps no result of a specialist ${specialist}`, {
      field: 'pointer',
      got: specialist,
      expected: Object.keys(results).join(' | '),
    })
  }

  async figure(id: string, pointer: string): Promise<FigureFacts> {
    const run = this.#options.store().run(id)
    const { workflow } = await this.runner(run.workflow)
    return figureFacts(run, workflow.specialists, pointer, this.result(run.id, pointer), (name) =>
      this.result(run.id, `${name}#`),
    )
  }

  agents(id: string): AgentsRecord | null {
    const store = this.#options.store()
    return keptAgents(store, store.run(id).id)
  }

  artifacts(id: string): readonly { readonly name: string; readonly bytes: number }[] {
    const store = this.#options.store()
    return store.artifacts(store.run(id).id).map(({ name, bytes }) => ({ name, bytes }))
  }

  artifact(id: string, name: string): Buffer {
    const store = this.#options.store()
    return store.artifact(store.run(id).id, name)
  }

  async approve(id: string, asked: ApprovalRequest, onEvent: Follow, signal: AbortSignal): Promise<RunSummary> {
    const store = this.#options.store()
    const run = store.run(id)
    const decision = keptDecision(store, run.id)
    if (run.status !== 'waiting' || decision === null) {
      throw new TuttiError('conflict', `run ${run.id} is ${run.status}: no decision of it waits for a person`, {
        field: 'status',
        got: run.status,
        expected: 'waiting',
      })
    }
    const { runner, input } = await this.#again(run)
    const { workflow } = runner
    const approvals = keptApprovals(store, run.id)
    const governance = workflow.governance(input)
    const waiting = { run: run.id, governance, decision, approvals, startedBy: starterOf(run.machine) }
    const request = approvalAsMandated(waiting, asked)
    const edit = request.verdict === 'edited' ? requestedEdit(workflow, request, approvals) : null
    const session = this.#session(run, runner, input, onEvent, signal)
    return this.#locked(session, async () => {
      try {
        this.#requireUnchanged(run.id, decision.resultHash, approvals)
        const effect = edit === null ? null : await effectOf(session, edit, approvals)
        this.#record(run.id, request, decision.resultHash, edit, effect, approvals)
      } catch (error) {
        // nothing was recorded: the decision goes on waiting
        if (error instanceof TuttiError) store.finishRun(run.id, { status: 'waiting' })
        throw error
      }
      await carryOutRun(session)
    })
  }

  /** Throws `conflict` when another person was quicker. */
  #requireUnchanged(id: string, resultHash: string, approvals: readonly ApprovalRecord[]): void {
    const store = this.#options.store()
    const now = keptDecision(store, id)
    const isSame = now?.resultHash === resultHash && keptApprovals(store, id).length === approvals.length
    if (isSame && store.run(id).status === 'running') return
    throw new TuttiError('conflict', `somebody else has just decided on run ${id}; look at it again`, { field: 'run' })
  }

  /** Writes down what a person says, before anything comes of it. */
  #record(
    id: string,
    { by, account, verdict, reason }: ApprovalRequest,
    resultHash: string,
    edit: RequestedEdit<unknown> | null,
    effect: ChangeEffect | null,
    before: readonly ApprovalRecord[],
  ): void {
    const store = this.#options.store()
    const at = this.#now().toISOString()
    const record: ApprovalRecord = { by, account, at, verdict, reason, edit: edit?.proposal ?? null, resultHash }
    keepJson(store, id, artifactNames.approvals, [...before, record])
    const detail = { ...record, effect } as unknown as Json
    store.appendAudit(id, { kind: `decision-${verdict}`, detail })
  }

  /** What going on with a run needs. Throws `conflict` where its code or its files are no longer what it was started with. */
  async #again(run: RunRecord): Promise<{ readonly runner: AnyRunner; readonly input: unknown }> {
    const entry = this.#entry(run.workflow, run.id)
    requireSameCode(run, this.#options.codeVersion(), this.#options.agentsVersion())
    const runner = await entry.load()
    return { runner, input: await runner.inputOf(run) }
  }

  #session(run: RunRecord, runner: AnyRunner, input: unknown, onEvent: Follow, signal: AbortSignal): RunSession {
    const { store, executor, memory, machine, makeModel, codeVersion, agentsVersion } = this.#options
    const { compute, computeScripted = compute } = this.#options
    return {
      run,
      runner,
      input,
      onEvent,
      signal,
      store: store(),
      executor: executor(),
      memory: memory(),
      machine,
      compute: isScripted(run) ? computeScripted : compute,
      clock: () => this.#now(),
      codeVersion: codeVersion(),
      agentsVersion: agentsVersion(),
      ...(makeModel === undefined ? {} : { makeModel }),
    }
  }

  #going(session: RunSession): Started {
    const ended = this.#locked(session, () => carryOutRun(session))
    ended.catch(() => undefined) // who started the run hears of it in any case
    return { run: session.run.id, ended }
  }

  /** Does `work` with the lock of a run; however it ends, the run says so. */
  async #locked(session: RunSession, work: () => Promise<void>): Promise<RunSummary> {
    const { store, run, signal, onEvent } = session
    const lock = store.lockRun(run.id)
    try {
      await work()
    } catch (error) {
      if (store.run(run.id).status === 'running') recordEnd(store, run.id, signal.aborted, error)
      throw error
    } finally {
      lock.release()
    }
    const summary = summaryOf(store, store.run(run.id))
    onEvent({ kind: 'run-ended', run: run.id, status: summary.status })
    return summary
  }

  #agentsOf({ models, replay }: RunRequest): AgentsArgument | null {
    if (models === null) {
      if (replay === null) return null
      throw new TuttiError('invalid-input', 'a plain run has no conversation to replay', { field: 'replay' })
    }
    const codeVersion = this.#options.agentsVersion()
    if (replay === null) return { models, conversation: null, codeVersion }
    const earlier = this.#options.store().run(replay)
    requireSameCode(earlier, this.#options.codeVersion(), codeVersion)
    const agents = agentsArgument(earlier)
    if (agents !== null) return { models: agents.models, conversation: agents.conversation ?? earlier.id, codeVersion }
    throw new TuttiError('invalid-input', `run ${earlier.id} is a plain one: it has no conversation to replay`, {
      field: 'replay',
      got: replay,
    })
  }

  #entry(name: string, run?: string): WorkflowEntry {
    const found = this.#options.workflows.find(({ terms }) => terms.name === name)
    if (found !== undefined) return found
    const known = this.#options.workflows.map(({ terms }) => terms.name)
    throw unknownWorkflow(name, known, run && `run ${run} is of workflow ${name}, which is not known here`)
  }

  #now(): Date {
    return this.#options.clock?.() ?? new Date()
  }
}

/** Whether all agents of a run are offline ones. */
function isScripted(run: RunRecord): boolean {
  const { lead, others, bySpecialist } = agentsArgument(run)?.models ?? {}
  return [lead, others, ...Object.values(bySpecialist ?? {})].every((choice) => choice?.kind === 'offline')
}

/** What an edit comes to. Throws `invalid-input` with the reasons for one outside the mandate. */
async function effectOf(
  session: RunSession,
  edit: RequestedEdit<unknown>,
  approvals: readonly ApprovalRecord[],
): Promise<ChangeEffect> {
  const effect = await editEffect(session, edit, approvals)
  requireWithinMandate(edit, effect)
  return effect
}

function summaryOf(store: RunStore, run: RunRecord): RunSummary {
  const { id, key, workflow, status, createdAt, finishedAt, error } = run
  const decision = keptDecision(store, id)
  return {
    id,
    key,
    workflow,
    status,
    createdAt,
    finishedAt,
    headline: decision?.headline ?? null,
    approval: decision?.approval ?? 'not-required',
    error,
    resultHash: decision?.resultHash ?? null,
  }
}

/** Throws for language models that lack a key or a region. */
async function requireKeys(models: RunRequest['models']): Promise<void> {
  if (models === null) return
  const { requireCredentials } = await import('@tutti/agents/models')
  requireCredentials(models, process.env)
}

/** What the agents may spend, in words. */
async function budgetLines(
  models: NonNullable<RunRequest['models']>,
  governance: Governance,
): Promise<readonly string[]> {
  const { budgetText } = await import('@tutti/agents/models')
  return budgetText(models, governance)
}
