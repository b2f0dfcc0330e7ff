export { agentRun } from './agent-run.ts'
export { approvalStatus } from './approval.ts'
