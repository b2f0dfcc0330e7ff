export type { DecisionMemory, MemoryEntry, MemoryQuestion } from './decision-memory.ts'
export { SqliteDecisionMemory } from './sqlite-decision-memory.ts'
