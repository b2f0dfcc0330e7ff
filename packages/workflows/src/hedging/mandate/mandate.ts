import { z } from 'zod'
import { governanceSchema } from '../../governance/index.ts'
import { counterpartySchema, collateralSchema } from './counterparties.ts'
import { dealingSchema } from './dealing-terms.ts'
import { instrumentsSchema } from './hedge-choices.ts'
import { limitsSchema, objectivesSchema } from './limits.ts'
import { marketMapSchema } from './market-map.ts'
import { memberBasisSchema } from './member-basis.ts'
import { replaySchema, scenarioSchema, stressSchema } from './scenario-settings.ts'
import { accountingSchema, executionSchema, fundSchema } from './settings.ts'

const printable = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'control characters are not allowed')

export const hedgingMandateSchema = z.strictObject({
  name: printable.default('Multi-asset hedging'),
  fund: fundSchema.prefault({}),
  objectives: objectivesSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  instruments: instrumentsSchema.prefault({}),
  dealing: dealingSchema.prefault({}),
  counterparties: z.array(counterpartySchema).min(1).max(50),
  collateral: collateralSchema.prefault({}),
  market: marketMapSchema,
  scenarios: scenarioSchema.prefault({}),
  stress: stressSchema.prefault({}),
  replays: z.array(replaySchema).max(30).default([]),
  members: memberBasisSchema.optional(),
  execution: executionSchema.prefault({}),
  accounting: accountingSchema.prefault({}),
  governance: governanceSchema.prefault({}),
})

/** A fund's mandate for hedging, with every default filled in. Units are in the names of the keys. */
export type HedgingMandate = z.output<typeof hedgingMandateSchema>
