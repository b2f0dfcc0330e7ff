import { parentPort } from 'node:worker_threads'
import { operation } from '@tutti/operations'
import { caseOutcome } from '@tutti/operations/tabular'
import type { CalculationReply, CalculationRequest } from './operation-messages.ts'

parentPort?.on('message', (request: CalculationRequest) => {
  parentPort?.postMessage({ kind: 'begun', id: request.id } satisfies CalculationReply)
  parentPort?.postMessage(replyTo(request))
})

function replyTo({ id, name, input }: CalculationRequest): CalculationReply {
  try {
    const outcome = caseOutcome(() => operation(name).run(input))
    return outcome.status === 'ok'
      ? { kind: 'done', id, output: outcome.result }
      : { kind: 'failed', id, error: outcome.error }
  } catch (fault) {
    return { kind: 'fault', id, text: fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault) }
  }
}
