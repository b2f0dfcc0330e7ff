import { randomUUID } from 'node:crypto'
import { DeleteCommand, GetCommand, paginateQuery, paginateScan, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { TuttiError } from '@tutti/analytics/errors'
import type { Json } from '../hashing/index.ts'
import type { DecisionMemory, MemoryEntry, MemoryQuestion } from '../memory/decision-memory.ts'
import { entryContent, requireMemoryName, requireQuestion, requireTime } from '../memory/require-memory.ts'
import { dynamoFailure } from './dynamo-failure.ts'

/** DynamoDB's own limit of an item, names and values together. */
const mostItemBytes = 400 * 1024
const noDate = '-'

/** An entry as an item; `sk` is its run id. Numbers in the content stay as they are: it is kept as text. */
interface EntryItem extends Record<string, string | number> {
  readonly pk: string
  readonly sk: string
  readonly runKey: string
  /** A dash where there is none: it sorts before every date. */
  readonly asOf: string
  readonly recordedAt: string
  readonly expiresAt: string
  readonly content: string
  /** Differs at each writing, so that what was written since is not deleted by mistake. */
  readonly version: string
  readonly ttl: number
}

/** What must hold of an item that is to be deleted. */
interface Condition {
  readonly condition: string
  readonly name: string
  readonly value: string
}

/** Reads of an item no more than deleting it takes. */
const placeAndVersion = {
  ExpressionAttributeNames: { '#version': 'version' },
  ProjectionExpression: 'pk, sk, #version',
}

/** Where the entry of a run is. */
interface RunItem extends Record<string, string | number> {
  readonly pk: string
  readonly sk: 'run'
  readonly subject: string
  readonly version: string
  readonly ttl: number
}

/**
 * A decision memory in a DynamoDB table made as `decisionMemoryTable` says. Entries lie under their subject, and a small item
 * under each run says which subject that is. Reads are strongly consistent. What has expired is not recalled, whether or not
 * DynamoDB's time to live has deleted it yet.
 */
export class DynamoDecisionMemory implements DecisionMemory {
  readonly #client: DynamoDBDocumentClient
  readonly #table: string
  #closed = false

  /** The client stays the caller's, who configures its region, retries and credentials, and destroys it. */
  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client
    this.#table = table
  }

  /** As in `DecisionMemory`; throws `invalid-input` also for an entry of more than 400 kB, DynamoDB's limit. */
  async remember(entry: MemoryEntry): Promise<void> {
    const content = entryContent(entry)
    const { subject, runId, runKey, recordedAt, expiresAt } = entry
    const version = randomUUID()
    const ttl = Math.ceil(Date.parse(expiresAt) / 1000)
    const run: RunItem = { ...runKeyOf(runId), subject, version, ttl }
    const item: EntryItem = {
      ...entryKeyOf(subject, runId),
      runKey,
      asOf: entry.asOf ?? noDate,
      recordedAt,
      expiresAt,
      content,
      version,
      ttl,
    }
    requireFits(item)
    await this.#asked(async () => {
      const before = await this.#runItem(runId)
      if (before !== undefined && before.subject !== subject) await this.#deleted(entryKeyOf(before.subject, runId))
      await this.#client.send(new PutCommand({ TableName: this.#table, Item: run }))
      await this.#client.send(new PutCommand({ TableName: this.#table, Item: item }))
    })
  }

  async recall(question: MemoryQuestion): Promise<readonly MemoryEntry[]> {
    requireQuestion(question)
    const { subject, asOf, now, most } = question
    return this.#asked(async () => {
      const pages = paginateQuery(
        { client: this.#client },
        {
          TableName: this.#table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: `expiresAt > :now AND ${asOf === null ? 'asOf = :none' : 'asOf > :none AND asOf <= :asOf'}`,
          ExpressionAttributeValues: {
            ':pk': subjectKey(subject),
            ':now': now,
            ':none': noDate,
            ...(asOf === null ? {} : { ':asOf': asOf }),
          },
        },
      )
      let newest: EntryItem[] = []
      for await (const page of pages) {
        newest = [...newest, ...((page.Items ?? []) as EntryItem[])].sort(newestFirst).slice(0, most)
      }
      return newest.map(entryFromItem)
    })
  }

  async forget(subject: string): Promise<number> {
    requireMemoryName(subject, 'subject')
    return this.#asked(async () => {
      const pages = paginateQuery(
        { client: this.#client },
        {
          TableName: this.#table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': subjectKey(subject) },
          ...placeAndVersion,
        },
      )
      return this.#deletedEntries(pages)
    })
  }

  async forgetRun(runId: string): Promise<boolean> {
    requireMemoryName(runId, 'runId')
    return this.#asked(async () => {
      const run = await this.#runItem(runId)
      if (run === undefined) return false
      const there = await this.#deleted(entryKeyOf(run.subject, runId))
      await this.#deletedRunItem(runId, run.version)
      return there
    })
  }

  /** As in `DecisionMemory`. Reads the whole table; where its time to live is on, there is no need to call it. */
  async purge(now: string): Promise<number> {
    requireTime(now, 'now')
    return this.#asked(async () => {
      const pages = paginateScan(
        { client: this.#client },
        {
          TableName: this.#table,
          ConsistentRead: true,
          FilterExpression: 'expiresAt <= :now',
          ExpressionAttributeValues: { ':now': now },
          ...placeAndVersion,
        },
      )
      return this.#deletedEntries(pages, { condition: '#value <= :value', name: 'expiresAt', value: now })
    })
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  async #runItem(runId: string): Promise<RunItem | undefined> {
    const command = new GetCommand({ TableName: this.#table, Key: runKeyOf(runId), ConsistentRead: true })
    return (await this.#client.send(command)).Item as RunItem | undefined
  }

  /** Deletes entries that meet the condition, and the items of their runs; says how many entries there were. */
  async #deletedEntries(
    pages: AsyncIterable<{ readonly Items?: readonly object[] | undefined }>,
    only?: Condition,
  ): Promise<number> {
    let count = 0
    for await (const page of pages) {
      for (const { pk, sk, version } of (page.Items ?? []) as EntryItem[]) {
        if (await this.#deleted({ pk, sk }, only)) count++
        await this.#deletedRunItem(sk, version)
      }
    }
    return count
  }

  /** Deletes the item of a run unless it was written again since. */
  async #deletedRunItem(runId: string, version: string): Promise<void> {
    await this.#deleted(runKeyOf(runId), { condition: '#value = :value', name: 'version', value: version })
  }

  /** Deletes an item where it is there and meets the condition; says whether it did. */
  async #deleted(key: { readonly pk: string; readonly sk: string }, only?: Condition): Promise<boolean> {
    const condition =
      only === undefined
        ? { ConditionExpression: 'attribute_exists(pk)' }
        : {
            ConditionExpression: only.condition,
            ExpressionAttributeNames: { '#value': only.name },
            ExpressionAttributeValues: { ':value': only.value },
          }
    try {
      await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: key, ...condition }))
      return true
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false
      throw error
    }
  }

  async #asked<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new TuttiError('conflict', 'the decision memory was closed')
    try {
      return await work()
    } catch (error) {
      throw dynamoFailure(error, this.#table)
    }
  }
}

function subjectKey(subject: string): string {
  return `subject#${subject}`
}

function entryKeyOf(subject: string, runId: string): { readonly pk: string; readonly sk: string } {
  return { pk: subjectKey(subject), sk: runId }
}

function runKeyOf(runId: string): { readonly pk: string; readonly sk: 'run' } {
  return { pk: `run#${runId}`, sk: 'run' }
}

function requireFits(item: EntryItem): void {
  let bytes = 0
  for (const [name, value] of Object.entries(item)) bytes += name.length + Buffer.byteLength(String(value))
  if (bytes <= mostItemBytes) return
  throw new TuttiError(
    'invalid-input',
    `the entry of run ${item.sk} takes ${bytes} bytes, and DynamoDB keeps at most ${mostItemBytes} of one; remember less of the run`,
    { field: 'content', got: `${bytes} bytes`, expected: `at most ${mostItemBytes} bytes` },
  )
}

function newestFirst(a: EntryItem, b: EntryItem): number {
  for (const name of ['asOf', 'recordedAt', 'sk'] as const) {
    if (a[name] !== b[name]) return a[name] > b[name] ? -1 : 1
  }
  return 0
}

function entryFromItem(item: EntryItem): MemoryEntry {
  return {
    subject: item.pk.slice(subjectKey('').length),
    runId: item.sk,
    runKey: item.runKey,
    asOf: item.asOf === noDate ? null : item.asOf,
    recordedAt: item.recordedAt,
    expiresAt: item.expiresAt,
    content: JSON.parse(item.content) as Json,
  }
}
