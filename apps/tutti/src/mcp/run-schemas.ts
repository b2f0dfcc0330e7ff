import { z } from 'zod'

// What the tools of runs answer. Objects are open: a client may meet further members in later versions.

const anything = z.json()

/** Where a run stands. */
export const summarySchema = z.looseObject({
  id: z.string(),
  key: z.string().describe('Equal keys give equal results.'),
  workflow: z.string(),
  status: z.enum(['running', 'interrupted', 'waiting', 'completed', 'failed']),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  headline: z.string().nullable().describe('The decision in words; null before there is one.'),
  approval: z
    .enum(['not-required', 'waiting', 'approved', 'rejected'])
    .describe('"waiting": a person has to approve. No tool can.'),
  error: anything,
  resultHash: z.string().nullable().describe('SHA-256 of the result: what an approval is about.'),
})

/** What can be run. */
export const workflowsSchema = z.looseObject({
  models: z.array(z.string()).describe('Names of models that a run may ask for.'),
  workflows: z.array(
    z.looseObject({
      name: z.string(),
      title: z.string(),
      inputs: z.array(
        z.looseObject({
          name: z.string(),
          kind: z.enum(['file', 'folder']),
          required: z.boolean(),
          description: z.string(),
        }),
      ),
      overrides: z.array(
        z.looseObject({
          name: z.string(),
          description: z.string(),
          integer: z.boolean(),
          from: z.number(),
          to: z.number(),
        }),
      ),
      specialists: z.array(
        z.looseObject({
          name: z.string(),
          role: z.string(),
          responsibility: z.string(),
          needs: z.array(z.string()),
          operations: z.array(z.string()),
          changes: z.array(z.string()),
        }),
      ),
      changes: z.array(z.looseObject({ kind: z.string(), description: z.string(), terms: anything })),
    }),
  ),
})

/** A run that was started. */
export const startedSchema = z.looseObject({ run: z.string(), summary: summarySchema })

/** A run that was waited for. */
export const waitedSchema = z.looseObject({
  over: z.boolean().describe('Whether the run is no longer at work; false: wait again.'),
  summary: summarySchema,
})

/** A value of a result, or a page of its members. */
export const resultPageSchema = z.looseObject({
  run: z.string(),
  pointer: z.string(),
  kind: z.string(),
  characters: z.int(),
  value: anything.optional(),
  members: z
    .array(z.looseObject({ pointer: z.string(), kind: z.string(), characters: z.int(), value: anything.optional() }))
    .optional(),
  next_offset: z.int().nullable(),
})

/** What the agents of a run said. */
export const briefsSchema = z.looseObject({
  run: z.string(),
  approval: anything,
  briefs: z.array(
    z.looseObject({
      specialist: z.string(),
      role: z.string(),
      written_by: z.string(),
      stood_in: z.string().nullable(),
      text: z.string(),
      figures: z.array(
        z.looseObject({
          source: z.string(),
          value: z.number().nullable(),
          standardError: z.number().nullable(),
          unit: z.string(),
          digits: z.number(),
        }),
      ),
      refused_drafts: z.int(),
    }),
  ),
  missing: z.array(
    z.looseObject({ specialist: z.string(), role: z.string(), status: z.string(), because: z.string() }),
  ),
  proposals: z.array(anything),
})

/** A page of the list of runs. */
export const runListSchema = z.looseObject({ runs: z.array(summarySchema), next_offset: z.int().nullable() })
