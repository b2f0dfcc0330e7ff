export { decisionMemoryTable } from './decision-memory-table.ts'
export { DynamoDecisionMemory } from './dynamo-decision-memory.ts'
export { openDynamoMemory } from './open-dynamo-memory.ts'
