import { z } from 'zod'
import { personName } from './person-name.ts'
import { personCount } from './same-person.ts'

const approvalSchema = z
  .strictObject({
    /** Whether a decision waits for a named person. */
    required: z.boolean().default(false),
    /** Who may approve, reject or edit; anybody who gives a name where the list is empty. */
    approvers: z.array(personName).max(50).default([]),
    /** Two different persons, neither of whom started the run. */
    four_eyes: z.boolean().default(false),
  })
  .refine(({ required, four_eyes }) => required || !four_eyes, 'four_eyes needs required: true')
  .refine(
    ({ four_eyes, approvers }) => !four_eyes || approvers.length === 0 || personCount(approvers) >= 2,
    'four_eyes needs two approvers or an empty list',
  )

const agentsSchema = z.strictObject({
  /** Seconds that the conversation of one specialist may take before its offline brief stands in. */
  node_time_limit_seconds: z.number().min(1).max(86_400).default(600),
  /** Seconds that language models take to answer, in a run. */
  time_budget_seconds: z.number().min(1).max(864_000).default(3600),
  /** Tokens, in and out, of all language models in a run. */
  token_budget: z.number().int().min(0).default(500_000),
  cost_budget_usd: z.number().min(0).default(10),
  /** Calls of models and tools in one conversation. */
  maximum_steps: z.number().int().min(1).max(500).default(40),
  maximum_drafts: z.number().int().min(1).max(10).default(3),
  /** Proposals of one specialist in a run; in each answer to its own analysis so many again. */
  proposals_per_specialist: z.number().int().min(0).max(20).default(3),
  /** How often the lead may ask for a revision, in a run. */
  maximum_revisions: z.number().int().min(0).max(20).default(2),
  /** Specialists at work at once; that of the workflow when absent. */
  concurrency: z.number().int().min(1).max(64).optional(),
})

const memorySchema = z.strictObject({
  /** Days for which a decision is remembered; 0: nothing is. */
  days: z.number().int().min(0).max(3650).default(90),
})

/** The part of a mandate that says who approves, what agents may spend, and what is remembered. No figure depends on it. */
export const governanceSchema = z.strictObject({
  approval: approvalSchema.prefault({}),
  agents: agentsSchema.prefault({}),
  memory: memorySchema.prefault({}),
})

/** Who approves, what agents may spend, what is remembered; every default filled in. */
export type Governance = z.output<typeof governanceSchema>

/** The governance of a mandate that says nothing about it. */
export function standardGovernance(): Governance {
  return governanceSchema.parse({})
}
