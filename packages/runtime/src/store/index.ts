export { storeEventKinds } from './audit-chain.ts'
export { diffRuns } from './diff-runs.ts'
export type { FieldDiff, RunDiff, StepDiff } from './diff-runs.ts'
export type { JsonDifferences, LeafDifference } from './json-differences.ts'
export { MemoryRunStore } from './memory-run-store.ts'
export { runKey } from './run-key.ts'
export { runStep, stepKey } from './run-step.ts'
export type { StepInputs } from './run-step.ts'
export type {
  ArtifactRecord,
  AuditEntry,
  AuditEvent,
  NewRun,
  NewStep,
  RunFinding,
  RunInput,
  RunLock,
  RunOutcome,
  RunRecord,
  RunStatus,
  RunStore,
  RunVerification,
  StepRecord,
} from './run-store.ts'
export { SqliteRunStore } from './sqlite-run-store.ts'
export type { SqliteRunStoreOptions } from './sqlite-run-store.ts'
