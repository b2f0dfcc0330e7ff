import { TextBlock } from '@strands-agents/sdk'
import {
  type MultiAgentInput,
  type MultiAgentState,
  type MultiAgentStreamEvent,
  Node,
  type NodeInputOptions,
  type NodeResultUpdate,
  NodeStreamUpdateEvent,
} from '@strands-agents/sdk/multiagent'
import { TuttiError } from '@tutti/analytics/errors'
import { outcomeOf, reasonOf, type Specialist, type SpecialistOutcome } from '@tutti/workflows/specialists'
import type { Proposal } from '@tutti/workflows/changes'
import { briefText } from '../briefs/index.ts'
import { briefConversation } from '../conversation/brief-conversation.ts'
import { consultOf } from '../conversation/consultation.ts'
import { inSpan } from '../observability/index.ts'
import { type AgentDesk, editsFor, kindOf, proposalsInOrder } from './agent-desk.ts'
import { acceptedProposals, notTakenIn, pendingFor } from './weighed-proposals.ts'

/**
 * One specialist in the graph: its analysis by the workflow's own code, the proposals that its analysis takes in, and its brief.
 * It always comes to its end for the graph, so that one that fails does not sink the others; its outcome says what happened.
 */
export class SpecialistNode<Case> extends Node {
  readonly #desk: AgentDesk<Case>
  readonly #specialist: Specialist<Case>

  constructor(desk: AgentDesk<Case>, specialist: Specialist<Case>) {
    super(specialist.name, { description: specialist.responsibility })
    this.#desk = desk
    this.#specialist = {
      ...specialist,
      analyse: (study, results, context) =>
        inSpan('tutti.analysis', { 'tutti.specialist': specialist.name }, () =>
          specialist.analyse(study, results, context),
        ),
    }
  }

  async *handle(
    _input: MultiAgentInput,
    state: MultiAgentState,
    options?: NodeInputOptions,
  ): AsyncGenerator<MultiAgentStreamEvent, NodeResultUpdate, undefined> {
    const desk = this.#desk
    const { name, role, needs } = this.#specialist
    desk.options.onEvent({ kind: 'node-started', specialist: name, role })
    const outcome = await this.#analysed()
    desk.outcomes.set(name, outcome)
    if (outcome.status !== 'done') {
      desk.options.onEvent({ kind: 'node-ended', specialist: name, status: outcome.status, because: reasonOf(outcome) })
      return { content: [new TextBlock(`There is no result of ${name}.`)] }
    }
    const needed = Object.fromEntries(
      needs.flatMap((need) => {
        const found = desk.outcomes.get(need)
        return found?.status === 'done' ? [[need, found.result]] : []
      }),
    )
    const update = (event: NodeStreamUpdateEvent['inner']): NodeStreamUpdateEvent =>
      new NodeStreamUpdateEvent({
        nodeId: this.id,
        nodeType: this.type,
        state,
        inner: event,
        invocationState: options?.invocationState ?? {},
      })
    for (let round = 0, result = outcome.result; ; round++) {
      const stream = briefConversation(desk, {
        specialist: this.#specialist,
        conversation: round === 0 ? name : `${name}/after-proposals`,
        result,
        needed,
        mayPropose: round === 0,
      })
      let event = await stream.next()
      while (event.done !== true) {
        yield update({ source: 'agent', event: event.value })
        event = await stream.next()
      }
      const again = round === 0 ? await this.#withNewProposals(result) : undefined
      if (again === undefined) {
        desk.briefs.set(name, event.value)
        const text = briefText(event.value.paragraphs)
        desk.options.onEvent({ kind: 'brief', specialist: name, text, stoodIn: event.value.stoodIn })
        desk.options.onEvent({ kind: 'node-ended', specialist: name, status: 'done' })
        return { content: [new TextBlock(text)] }
      }
      result = again
      desk.outcomes.set(name, { status: 'done', result })
    }
  }

  /** The analysis as the plain run makes it, then once more with the proposals of others that help. */
  async #analysed() {
    const desk = this.#desk
    const name = this.#specialist.name
    const find = (need: string) => desk.outcomes.get(need)
    const plain = await outcomeOf(this.#specialist, desk.study, this.#context(editsFor(desk, name)), find)
    const pending = pendingFor(desk, name)
    if (plain.status !== 'done' || pending.length === 0) return plain
    const accepted = await acceptedProposals(desk, name, pending, plain.result)
    if (accepted.length === 0) return plain
    const taken = await outcomeOf(
      this.#specialist,
      desk.study,
      this.#context([...editsFor(desk, name), ...accepted]),
      find,
    )
    return this.#tookIn(taken, accepted) ? taken : plain
  }

  /** Whether the analysis could take them in, each of which helps by itself; where it could not, the record says so. */
  #tookIn(taken: SpecialistOutcome, accepted: readonly Proposal[]): taken is SpecialistOutcome & { status: 'done' } {
    if (taken.status === 'done') return true
    const why = taken.status === 'failed' && taken.error instanceof TuttiError ? `: ${taken.error.message}` : '.'
    notTakenIn(this.#desk, accepted, `The analysis could not take it in together with what else was accepted${why}`)
    return false
  }

  /** The analysis with what this very conversation proposed, where something of it helps. */
  async #withNewProposals(result: unknown): Promise<unknown> {
    const desk = this.#desk
    const name = this.#specialist.name
    const accepted = await acceptedProposals(desk, name, pendingFor(desk, name), result)
    if (accepted.length === 0) return undefined
    const earlier = proposalsInOrder(desk).filter(
      ({ proposal, acceptedBy }) => acceptedBy !== null && this.#takes(proposal),
    )
    const proposals = [...editsFor(desk, name), ...earlier.map(({ proposal }) => proposal)]
    const find = (need: string) => desk.outcomes.get(need)
    const taken = await outcomeOf(this.#specialist, desk.study, this.#context(proposals), find)
    return this.#tookIn(taken, accepted) ? taken.result : undefined
  }

  #takes(proposal: Proposal): boolean {
    return kindOf(this.#desk, proposal)?.takenBy === this.#specialist.name
  }

  #context(proposals: readonly Proposal[]) {
    return { ...this.#desk.context, proposals, consult: consultOf(this.#desk, this.#specialist) }
  }
}
