import type { RunEvent } from '../runs/run-service.ts'

/** An event in a line of plain words, for progress. */
export function eventText(event: RunEvent): string {
  switch (event.kind) {
    case 'run-started':
      return `run ${event.run} started`
    case 'progress':
      return `${event.step}: ${event.done} of ${event.total}`
    case 'run-ended':
      return `run ${event.run} ended: ${event.status}`
    case 'node-started':
      return `${event.specialist} at work`
    case 'node-ended':
      return `${event.specialist}: ${event.status}${event.because === undefined ? '' : ` (${event.because})`}`
    case 'model-call':
      return `${event.specialist} asked ${event.model.kind}:${event.model.modelId}`
    case 'tool-call':
      return `${event.specialist} called ${event.tool}${event.ok ? '' : ', which failed'}`
    case 'draft-refused':
      return `a draft of ${event.specialist} was sent back`
    case 'brief':
      return `${event.specialist} handed in a brief`
    case 'proposal':
      return `proposal ${event.record.proposal.id}: ${event.record.acceptedBy === null ? 'not accepted' : 'accepted'}`
    case 'revision':
      return `${event.specialist} was asked to revise`
    case 'waiting':
      return 'the decision waits for a person'
  }
}
