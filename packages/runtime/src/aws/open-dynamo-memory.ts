import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { DecisionMemory } from '../memory/decision-memory.ts'
import { DynamoDecisionMemory } from './dynamo-decision-memory.ts'

/**
 * The decision memory in a DynamoDB table, through a client of its own: region, endpoint and credentials are those of the
 * environment, as in every AWS SDK. The table's time to live deletes what has expired, so that `purge`, which would read the whole
 * table, does nothing. Nothing is asked of AWS before the first call.
 */
export function openDynamoMemory(table: string): DecisionMemory {
  const client = new DynamoDBClient()
  const memory = new DynamoDecisionMemory(DynamoDBDocumentClient.from(client), table)
  return {
    remember: (entry) => memory.remember(entry),
    recall: (question) => memory.recall(question),
    forget: (subject) => memory.forget(subject),
    forgetRun: (runId) => memory.forgetRun(runId),
    purge: async () => 0,
    async close() {
      await memory.close()
      client.destroy()
    },
  }
}
