import type { WorkflowContext } from '@tutti/workflows'
import type { ConversationRecording } from '../models/index.ts'

/**
 * Answers of language models as steps of the run, under the conversation and the request. An error that is not the model's own is one of
 * the store, such as a full disk: `onFault` is told of it.
 */
export function stepRecording(
  context: WorkflowContext,
  conversation: string,
  seed: number,
  onFault: (error: unknown) => void,
): ConversationRecording {
  return {
    async answer(name, request, ask) {
      const failed: unknown[] = []
      try {
        return await context.step(`agents/${name}`, { conversation, request }, seed, () =>
          ask().catch((error: unknown) => {
            failed.push(error)
            throw error
          }),
        )
      } catch (error) {
        if (!failed.includes(error)) onFault(error)
        throw error
      }
    },
  }
}
