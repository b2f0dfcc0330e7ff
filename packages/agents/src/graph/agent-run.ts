import { configureLogging } from '@strands-agents/sdk'
import { BeforeNodeCallEvent, Graph, type MultiAgentResult, Status } from '@strands-agents/sdk/multiagent'
import { type Json, contentHash } from '@tutti/runtime'
import type { WorkflowContext } from '@tutti/workflows'
import type { ApprovalStatus } from '@tutti/workflows/agents-record'
import { resultsOf, specialistWaves } from '@tutti/workflows/specialists'
import type { Workflow } from '@tutti/workflows/workflow'
import { budgetMeter } from '../models/index.ts'
import type { AgentRunOptions, AgentRunOutcome } from '../run/index.ts'
import { type AgentDesk, consultedProposals, proposalsInOrder, resultsSoFar, type WorkflowOf } from './agent-desk.ts'
import { agentsRecordOf } from './agents-record-of.ts'
import { approvalStatus } from './approval.ts'
import { ApprovalNode, approvalNodeId } from './approval-node.ts'
import { SpecialistNode } from './specialist-node.ts'
import { stepRecording } from './step-recording.ts'
import { isPending, weighedProposal } from './weighed-proposals.ts'

/**
 * Runs a workflow as a Strands graph of its specialists. Offline every figure is that of `plainResult`; with language models a
 * figure changes only through a proposal that was recomputed and accepted. Analyses and answers of models are steps of the
 * context: a run that was killed or waited for a person goes on without repeating any.
 *
 * A specialist that fails does not sink the others. Errors: those of the workflow's `prepare`, and of the first specialist that
 * failed where the result cannot do without it; `options.keepRecord` has what was said until then.
 */
export async function agentRun<Input, Case, Result>(
  workflow: Workflow<Input, Case, Result>,
  input: Input,
  context: WorkflowContext,
  options: AgentRunOptions,
): Promise<AgentRunOutcome<Result>> {
  configureLogging(quietLogger)
  specialistWaves(workflow.specialists)
  const governance = workflow.governance(input)
  const facts = workflow.facts(input)
  const study = await workflow.prepare(input, context)
  const faults: unknown[] = []
  const desk: AgentDesk<Case> = {
    workflow: workflow as unknown as WorkflowOf<Case>,
    study,
    facts,
    governance,
    context,
    options,
    meter: budgetMeter({
      tokens: governance.agents.token_budget,
      usd: governance.agents.cost_budget_usd,
      seconds: governance.agents.time_budget_seconds,
    }),
    recording: stepRecording(context, options.conversation, facts.seed, (error) => faults.push(error)),
    faults,
    outOfReach: new Map(),
    outcomes: new Map(),
    briefs: new Map(),
    proposals: new Map(),
    revisions: [],
    consultations: new Map(),
  }
  let result: Result | undefined
  let resultHash = ''
  let status: ApprovalStatus = 'not-required'
  const graph = graphOf(desk)
  graph.addHook(BeforeNodeCallEvent, (event) => {
    if (event.nodeId !== approvalNodeId) return
    result ??= workflow.result(study, resultsOf(Object.fromEntries(desk.outcomes), workflow.required))
    resultHash = contentHash(result as Json)
    event.interrupt({ name: approvalNodeId, reason: { resultHash } })
  })
  try {
    let ended = await followed(graph, facts.mandate, desk)
    if (ended.status === Status.INTERRUPTED) {
      status = approvalStatus(governance, options.approvals, resultHash)
      const [interrupt] = ended.interrupts ?? []
      if (status !== 'waiting' && interrupt !== undefined) {
        const response = { interruptResponse: { interruptId: interrupt.id, response: status } }
        ended = await followed(graph, [response], desk)
      }
    }
    requireEnd(ended, desk)
    await weighTheRest(desk)
    result ??= workflow.result(study, resultsOf(Object.fromEntries(desk.outcomes), workflow.required))
    resultHash = contentHash(result as Json)
  } catch (error) {
    options.keepRecord?.(agentsRecordOf(desk, status))
    throw error
  }
  const record = agentsRecordOf(desk, status)
  options.keepResults?.(resultsSoFar(desk))
  options.keepRecord?.(record)
  if (status === 'waiting') {
    options.onEvent({ kind: 'waiting', reason: workflow.decision(result).headline })
  }
  return { result, record, resultHash, waiting: status === 'waiting' }
}

/** The SDK would write to the terminal of whoever runs; what fails is an outcome or an error here, and is told as such. */
const quietLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The graph: a node for each specialist, an edge for each need, and the approval at the end where one is asked for. */
function graphOf<Case>(desk: AgentDesk<Case>): Graph {
  const { workflow, governance } = desk
  const { specialists } = workflow
  const approval = governance.approval.required ? [new ApprovalNode()] : []
  const edges = specialists.flatMap(({ name, needs }) => needs.map((need): [string, string] => [need, name]))
  return new Graph({
    id: workflow.name,
    nodes: [...specialists.map((specialist) => new SpecialistNode(desk, specialist)), ...approval],
    edges: [...edges, ...approval.flatMap(({ id }) => specialists.map(({ name }): [string, string] => [name, id]))],
    maxConcurrency: governance.agents.concurrency ?? workflow.concurrency,
    maxSteps: specialists.length + 2 * approval.length,
    timeout: Number.POSITIVE_INFINITY,
  })
}

/** Runs the graph to its end or to an interrupt. An abort of the run ends it with its own reason. */
async function followed<Case>(
  graph: Graph,
  input: Parameters<Graph['invoke']>[0],
  { context, workflow, facts }: AgentDesk<Case>,
): Promise<MultiAgentResult> {
  try {
    const stream = graph.stream(input, {
      cancelSignal: context.signal,
      invocationState: { workflow: workflow.name, seed: facts.seed },
    })
    for (let event = await stream.next(); ; event = await stream.next()) {
      if (event.done === true) return event.value
    }
  } catch (error) {
    context.signal.throwIfAborted()
    throw error
  }
}

/** A node that ended in an error of its own is a fault: specialists' errors are outcomes. */
function requireEnd<Case>(ended: MultiAgentResult, { context }: AgentDesk<Case>): void {
  context.signal.throwIfAborted()
  const failed = ended.results.find(({ status }) => status === Status.FAILED)
  if (failed?.error !== undefined) throw failed.error
}

/** Proposals that came too late to be taken in, or that only show something: recomputed for the record and for a person. */
async function weighTheRest<Case>(desk: AgentDesk<Case>): Promise<void> {
  const consulted = consultedProposals(desk)
  for (const record of proposalsInOrder(desk).filter(isPending)) {
    await weighedProposal(desk, record, resultsSoFar(desk), consulted.has(record.proposal.id))
  }
}
