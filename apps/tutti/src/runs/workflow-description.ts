import type { Json } from '@tutti/runtime'
import { z } from 'zod'
import type { WorkflowDescription } from './run-service.ts'
import type { AnyRunner } from './workflow-runner.ts'

/** A workflow in words: what it takes, who works in it, what may be changed. */
export function workflowDescription({ name, inputs, overrides, workflow }: AnyRunner): WorkflowDescription {
  return {
    name,
    title: workflow.title,
    inputs,
    overrides,
    specialists: workflow.specialists.map(({ name: specialist, role, responsibility, needs, script }) => ({
      name: specialist,
      role,
      responsibility,
      needs,
      operations: script.operations,
      changes: script.changes,
    })),
    changes: workflow.changes.map(({ kind, description, terms, takenBy }) => ({
      kind,
      description,
      terms: z.toJSONSchema(terms, { io: 'input' }) as unknown as Json,
      ...(takenBy === null ? {} : { editable: true as const }),
    })),
  }
}
