import { offlinePlan } from '../models/index.ts'
import type { AgentRunOptions } from '../run/index.ts'

/** Options of a first run that is offline, computes no operation and tells nobody; with what a test gives instead. */
export function runOptions(given: Partial<AgentRunOptions> = {}): AgentRunOptions {
  return {
    models: offlinePlan,
    conversation: 'run-1',
    recalled: [],
    approvals: [],
    compute: async () => {
      throw new Error('no operation is called here')
    },
    onEvent: () => {},
    ...given,
  }
}
