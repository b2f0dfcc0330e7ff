import type { AgentsRecord, ApprovalStatus } from '@tutti/workflows/agents-record'
import { specialistChoice } from '../conversation/specialist-model.ts'
import { type AgentDesk, proposalsInOrder } from './agent-desk.ts'
import { missingSpecialists } from './missing-specialists.ts'

/** What is kept of a run of agents. */
export function agentsRecordOf<Case>(desk: AgentDesk<Case>, approval: ApprovalStatus): AgentsRecord {
  const { workflow, governance, options, meter, briefs, revisions } = desk
  const { agents, approval: rules } = governance
  return {
    schema: 'agents/1',
    workflow: workflow.name,
    lead: workflow.lead,
    models: workflow.specialists.map(({ name }) => {
      const { kind, modelId } = specialistChoice(desk, name)
      return { specialist: name, model: { kind, modelId } }
    }),
    budget: {
      tokens: agents.token_budget,
      usd: agents.cost_budget_usd,
      seconds: agents.time_budget_seconds,
      steps: agents.maximum_steps,
    },
    spent: meter.spent(),
    briefs: workflow.specialists.flatMap(({ name }) => briefs.get(name) ?? []),
    missing: missingSpecialists(desk),
    proposals: proposalsInOrder(desk),
    revisions: [...revisions],
    recalled: options.recalled,
    approval: {
      status: approval,
      required: rules.required,
      fourEyes: rules.four_eyes,
      approvers: rules.approvers,
      records: options.approvals,
    },
  }
}
