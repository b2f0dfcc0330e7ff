import { resolve } from 'node:path'
import { type Json, type RunRecord, sha256 } from '@tutti/runtime'
import { checkedMandate, yamlValue } from '@tutti/workflows/mandate-file'
import { artifactNames } from '../runs/artifacts.ts'
import { mandateText } from '../runs/mandate-text.ts'
import type { AnyRunner, RunTerms, WorkflowEntry, WorkflowRunner } from '../runs/workflow-runner.ts'
import {
  type MadeUpInput,
  madeUpMandate,
  type MadeUpOptions,
  type MadeUpResult,
  madeUpWorkflow,
} from './made-up-workflow.fixture.ts'

const terms: RunTerms = {
  name: 'made-up',
  description: 'a made-up workflow',
  inputs: [{ name: 'mandate', kind: 'file', required: true, description: 'the mandate (YAML)' }],
  overrides: [{ name: 'cap', description: 'most of the fund in the asset', integer: false, from: 0, to: 1 }],
}

/** The made-up workflow as an application runs it: nothing but how its one file is read. */
export function madeUpEntry(options: MadeUpOptions = {}): WorkflowEntry {
  const runner: WorkflowRunner<MadeUpInput, MadeUpInput, MadeUpResult> = {
    ...terms,
    workflow: madeUpWorkflow(options),
    prepare: async ({ files, overrides, seed }) => {
      const text = mandateText(files.mandate, 'mandate.yaml')
      const value = { ...(yamlValue(text, files.mandate) as object), ...overrides }
      const mandate = checkedMandate(madeUpMandate, value, files.mandate)
      return {
        input: { mandate, seed },
        inputs: { mandate: { hash: sha256(text), path: resolve(files.mandate) } },
        arguments: { mandate: mandate as unknown as Json },
        files: [{ name: artifactNames.mandate, content: text }],
        warnings: [],
        notes: [`${mandate.yields.length} yields`],
      }
    },
    inputOf: async (run: RunRecord) => {
      const { mandate } = run.arguments as { readonly mandate: unknown }
      return { mandate: checkedMandate(madeUpMandate, mandate, 'the record'), seed: run.seed }
    },
  }
  return { terms, load: async () => runner as unknown as AnyRunner }
}
