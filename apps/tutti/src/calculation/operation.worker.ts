import { parentPort } from 'node:worker_threads'
import type { Operation } from '@tutti/operations'
import { operationNamed } from '@tutti/operations/by-area'
import { caseOutcome } from '@tutti/operations/tabular'
import type { CalculationReply, CalculationRequest } from './operation-messages.ts'

parentPort?.on('message', (request: CalculationRequest) => void answer(request))

/** The clock of a calculation starts when its operation is loaded. */
async function answer(request: CalculationRequest): Promise<void> {
  const found = operationNamed(request.name)
  await found.catch(() => undefined)
  parentPort?.postMessage({ kind: 'begun', id: request.id } satisfies CalculationReply)
  parentPort?.postMessage(await replyTo(request, found))
}

async function replyTo({ id, input }: CalculationRequest, found: Promise<Operation>): Promise<CalculationReply> {
  try {
    const operation = await found
    const outcome = caseOutcome(() => operation.run(input))
    return outcome.status === 'ok'
      ? { kind: 'done', id, output: outcome.result }
      : { kind: 'failed', id, error: outcome.error }
  } catch (fault) {
    return { kind: 'fault', id, text: fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault) }
  }
}
