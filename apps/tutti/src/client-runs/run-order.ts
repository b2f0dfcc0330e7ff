import { personName } from '@tutti/workflows/governance'
import { z } from 'zod'

const name = z.string().min(1).max(100)

/** What a client may ask of a run. It names models by the names that the operator gave them: no address, no key, no other model. */
export const runOrderSchema = z.strictObject({
  workflow: name.describe('Name of a workflow, from the list of workflows.'),
  files: z
    .record(name, z.string().min(1).max(4096))
    .refine((files) => Object.keys(files).length <= 20, 'at most 20 files')
    .default({})
    .describe(
      'Files and folders by the names of the workflow’s inputs, under the folders that the server may read. ' +
        'What is left out is taken as the workflow says.',
    ),
  as_of: z.iso.date().nullable().default(null).describe('Date of the data (ISO); null: the latest there is.'),
  seed: z.int().min(0).default(1).describe('Seed of all random streams.'),
  overrides: z
    .record(name, z.number())
    .refine((overrides) => Object.keys(overrides).length <= 20, 'at most 20 settings')
    .default({})
    .describe('Settings of the mandate that are replaced, by the names that the workflow lists.'),
  models: name
    .default('offline')
    .describe('Name of a set of models that the server offers; "none": a plain run without agents.'),
  person: personName
    .nullable()
    .default(null)
    .describe('Name of the person for whom the run is started, who does not count where four eyes are asked for.'),
  replay: name.nullable().default(null).describe('Run whose recorded conversation is replayed; null: none.'),
})

/** An order that was parsed. */
export type RunOrder = z.output<typeof runOrderSchema>
