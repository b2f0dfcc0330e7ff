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
export async function localTable(
  t: TestContext,
): Promise<{ client: DynamoDBDocumentClient; table: string; port: number }> {
  const server = dynalite({ createTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const client = localClient(t, port)
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
  return { client, table, port }
}

/** Sets the variables by which an AWS SDK finds a server on the loopback address, for the length of a test. */
export function localEnvironment(t: Pick<TestContext, 'after'>, port: number): void {
  const variables: Readonly<Record<string, string>> = {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  }
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, variables)
  t.after(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
}
