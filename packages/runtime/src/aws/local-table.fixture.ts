import { once } from 'node:events'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { decisionMemoryTable } from './index.ts'

const require = createRequire(import.meta.url)
const dynalite = require('dynalite') as (options: { createTableMs: number }) => Server

/** A client of a server on the loopback address. */
export function localClient(t: TestContext, port: number): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
  t.after(() => client.destroy())
  return DynamoDBDocumentClient.from(client)
}

/** A new and empty table as `decisionMemoryTable` says, in a DynamoDB of this process. */
export async function localTable(t: TestContext): Promise<{ client: DynamoDBDocumentClient; table: string }> {
  const server = dynalite({ createTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const client = localClient(t, (server.address() as AddressInfo).port)
  const table = 'memory'
  await client.send(
    new CreateTableCommand({
      TableName: table,
      KeySchema: [...decisionMemoryTable.keySchema],
      AttributeDefinitions: [...decisionMemoryTable.attributeDefinitions],
      BillingMode: decisionMemoryTable.billingMode,
    }),
  )
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName: table })
  return { client, table }
}
