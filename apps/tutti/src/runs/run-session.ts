import { eventRecorder, inSpan } from '@tutti/agents/observability'
import type { AgentRunOptions } from '@tutti/agents/run'
import { TuttiError } from '@tutti/analytics/errors'
import { type RunRecord, type RunStore, sha256 } from '@tutti/runtime'
import type { DecisionMemory } from '@tutti/runtime/memory'
import type { AgentsRecord, ApprovalRecord, ApprovalStatus } from '@tutti/workflows/agents-record'
import { reasonOf } from '@tutti/workflows/specialists'
import { plainResult } from '@tutti/workflows/workflow'
import type { Machine } from './machine.ts'
import { agentsArgument } from './agents-argument.ts'
import {
  artifactNames,
  keepArtifact,
  keepJson,
  type KeptDecision,
  keptApprovals,
  keptTelemetry,
  resultText,
  soundArtifact,
} from './artifacts.ts'
import { editedWorkflow } from './edited-workflow.ts'
import { runContext, type RunMeasures, type Surroundings } from './run-context.ts'
import { recalledDecisions, rememberDecision } from './run-memory.ts'
import type { RunTelemetry } from './telemetry.ts'
import type { AnyRunner } from './workflow-runner.ts'
import { viewOf } from './workflow-view.ts'

/** A run and what it works with, in one process. */
export interface RunSession extends Surroundings {
  readonly runner: AnyRunner
  /** As it was before the session locked it. */
  readonly run: RunRecord
  readonly input: unknown
  readonly machine: Machine
  readonly memory: DecisionMemory
  readonly clock: () => Date
  readonly compute: AgentRunOptions['compute']
  readonly makeModel?: AgentRunOptions['makeModel']
}

/** What a session finds before anything of it is kept. */
interface Found {
  readonly result: unknown
  readonly agents: AgentsRecord | null
  readonly approval: ApprovalStatus
}

/**
 * Goes on with a run, whose lock is held, up to its result, and keeps all that it found. The run is then completed, or waits for a
 * person. Steps that the store has are not computed again. Errors: those of the workflow; the run keeps what its agents said.
 */
export async function carryOutRun(session: RunSession): Promise<void> {
  const { id, key, workflow, seed, codeVersion } = session.run
  const attributes = {
    'tutti.run.id': id,
    'tutti.run.key': key,
    'tutti.workflow': workflow,
    'tutti.seed': seed,
    'tutti.code_version': codeVersion,
  }
  await inSpan('tutti.run', attributes, () => computedRun(session))
}

async function computedRun(session: RunSession): Promise<void> {
  const { store, run, machine, clock } = session
  const { context, measures } = runContext(run.id, session)
  const found = await foundBy(session, context, keptApprovals(store, run.id))
  const telemetry = sessionTelemetry(context.elapsedSeconds(), measures, machine)
  const decision = keepFound(session, found, telemetry)
  if (found.approval === 'waiting') return store.finishRun(run.id, { status: 'waiting' })
  store.finishRun(run.id, { status: 'completed' })
  if (run.status === 'completed') return
  try {
    await rememberDecision(memoryUse(session), decision, clock())
  } catch (error) {
    if (!(error instanceof TuttiError)) throw error
    const detail = { code: error.code, message: error.message }
    store.appendAudit(run.id, { kind: 'decision-not-remembered', detail })
  }
}

/** The result of a run with its agents' words where it has agents, by the same code that computed it first. */
export async function foundBy(
  session: RunSession,
  context: ReturnType<typeof runContext>['context'],
  approvals: readonly ApprovalRecord[],
): Promise<Found> {
  const { runner, run, input, store, onEvent, clock, compute, makeModel } = session
  const { workflow } = runner
  const agents = agentsArgument(run)
  if (agents === null) {
    const result = await plainResult(editedWorkflow(workflow, approvals), input, context, (specialist, outcome) => {
      if (outcome.status === 'done') return
      const ended = { specialist, status: outcome.status, because: reasonOf(outcome) ?? '' }
      store.appendAudit(run.id, { kind: 'specialist-without-result', detail: ended })
      onEvent({ kind: 'node-ended', ...ended })
    })
    return { result, agents: null, approval: await plainApproval(session, result, approvals) }
  }
  const { agentRun } = await import('@tutti/agents/graph')
  const conversation = agents.conversation ?? run.id
  const recalled = await recalledDecisions(memoryUse(session), conversation, context, clock())
  const record = eventRecorder({ workflow: workflow.name, lead: workflow.lead, models: agents.models })
  const outcome = await agentRun(workflow, input, context, {
    models: agents.models,
    conversation,
    recalled,
    approvals,
    compute,
    onEvent: (event) => {
      record(event)
      onEvent(event)
    },
    keepResults: (results) => keepArtifact(store, run.id, artifactNames.specialists, resultText(results)),
    keepRecord: (said) => keepJson(store, run.id, artifactNames.agents, said),
    ...(makeModel === undefined ? {} : { makeModel }),
  })
  return { result: outcome.result, agents: outcome.record, approval: outcome.record.approval.status }
}

/** Where the approval of a plain run stands: a decision that a person has to approve waits without agents too. */
async function plainApproval(
  { runner, input }: RunSession,
  result: unknown,
  approvals: readonly ApprovalRecord[],
): Promise<ApprovalStatus> {
  const governance = runner.workflow.governance(input)
  if (!governance.approval.required) return 'not-required'
  const { approvalStatus } = await import('@tutti/agents/graph')
  return approvalStatus(governance, approvals, sha256(resultText(result)))
}

/** Keeps what was found; a run that was completed before keeps its telemetry, and must give the same result. */
function keepFound(session: RunSession, { result, agents, approval }: Found, telemetry: RunTelemetry): KeptDecision {
  const { runner, store, run } = session
  const text = resultText(result)
  const resultHash = sha256(text)
  const before = run.status === 'completed' ? soundArtifact(store, run.id, artifactNames.result) : undefined
  if (before !== undefined && before !== text) {
    throw new TuttiError(
      'calculation-failed',
      `run ${run.id} gives another result than the one it has kept, from the same inputs; see tutti runs verify ${run.id}`,
      { field: artifactNames.result, got: `SHA-256 ${resultHash}`, expected: `SHA-256 ${sha256(before)}` },
    )
  }
  const kept = (run.status === 'completed' ? keptTelemetry(store, run.id) : undefined) ?? telemetry
  const stored: unknown = JSON.parse(text)
  const { status, headline, reasons } = runner.workflow.decision(stored)
  const { mandate } = runner.workflow.facts(session.input)
  const decision: KeptDecision = { status, headline, reasons, resultHash, approval, mandate }
  const view = viewOf(runner)
  keepArtifact(store, run.id, artifactNames.result, text)
  keepJson(store, run.id, artifactNames.decision, decision)
  keepArtifact(store, run.id, artifactNames.telemetry, `${JSON.stringify(kept, undefined, 2)}\n`)
  keepArtifact(
    store,
    run.id,
    artifactNames.report,
    view.report({ run, result: stored, telemetry: kept, agents, mandate }),
  )
  for (const { name, content } of view.files(run, stored, approval)) {
    // what an earlier state of the run handed over is not kept as this one's
    const isKept = content === null && store.artifacts(run.id).some((kept) => kept.name === name)
    if (content !== null || isKept) keepArtifact(store, run.id, name, content ?? '')
  }
  return decision
}

/** Marks a run as interrupted or failed; where even that cannot be written, the error that ended the run is the one to see. */
export function recordEnd(store: RunStore, runId: string, aborted: boolean, error: unknown): void {
  const code = error instanceof TuttiError ? error.code : 'unexpected'
  const message = error instanceof Error ? error.message : String(error)
  try {
    store.finishRun(runId, aborted ? { status: 'interrupted' } : { status: 'failed', error: { code, message } })
  } catch (second) {
    if (!(second instanceof TuttiError) || second.code !== 'conflict') throw second
  }
}

function memoryUse({ memory, run, runner, input }: RunSession) {
  return { memory, run, facts: runner.workflow.facts(input), governance: runner.workflow.governance(input) }
}

function sessionTelemetry(seconds: number, measures: RunMeasures, machine: Machine): RunTelemetry {
  const { pathSteps, simulationSeconds, revaluations, steps, stepsReused } = measures
  const round = (value: number, digits: number): number => Number(value.toFixed(digits))
  return {
    seconds: round(seconds, 3),
    pathSteps,
    pathStepsPerSecond: pathSteps > 0 ? Math.round(pathSteps / simulationSeconds) : null,
    revaluations,
    workers: machine.workers,
    machine,
    // maxRSS is in units of 1024 bytes
    peakMemoryMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    stepsReused,
    steps,
  }
}
