import { join } from 'node:path'
import { LineCounter, isNode, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import { z } from 'zod'
import { dayOfIso } from '../days/index.ts'
import { marketId } from '../ids/index.ts'
import { knownLayouts, sourceUnitNames } from '../layouts/index.ts'
import type { FileSource } from '../snapshot/index.ts'
import type { ProblemList } from './problem-list.ts'
import { readUnchanged } from './read-unchanged.ts'

/** Name of the optional file in a market folder that describes its other files. */
export const marketYamlName = 'market.yaml'

const idSchema = z.string().transform((text, context) => {
  try {
    return marketId(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
    return z.NEVER
  }
})

const fileSchema = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split(/[\\/]/).includes('..') && !/^[A-Za-z]:/.test(path), {
    message: 'the path is relative to the folder and stays inside it',
  })
  .transform((path) => path.replaceAll('\\', '/').replace(/^\.\//, ''))

const everyFile = {
  file: fileSchema,
  maxGapDays: z.number().positive().optional(),
  checkUnit: z.boolean().default(true),
}
const ownTable = {
  ...everyFile,
  dateColumn: z.string().default('date'),
  dates: z.enum(['day', 'month']).default('day'),
}

const seriesFileSchema = z.strictObject({
  ...ownTable,
  layout: z.literal('series'),
  unit: z.enum(sourceUnitNames),
  columns: z.record(z.string(), idSchema).refine((columns) => Object.keys(columns).length > 0, 'at least one column'),
  convention: z.string().optional(),
})

const curveFileSchema = z.strictObject({
  ...ownTable,
  layout: z.literal('curve'),
  id: idSchema,
  compounding: z.enum(['semi-annual', 'continuous', 'annual']),
  unit: z.enum(['percent', 'decimal']),
  columns: z
    .record(z.string(), z.number().positive())
    .refine((columns) => Object.keys(columns).length > 0, 'at least one column'),
})

const knownFileSchema = z.strictObject({
  ...everyFile,
  layout: z.enum(knownLayouts.map((layout) => layout.name)),
  id: idSchema.optional(),
})

const marketSchema = z.strictObject({
  asOf: z
    .string()
    .refine((text) => dayOfIso(text) !== undefined, { message: 'a date YYYY-MM-DD that exists' })
    .optional(),
  origin: z.enum(['real', 'simulated']),
  files: z.array(z.discriminatedUnion('layout', [seriesFileSchema, curveFileSchema, knownFileSchema])).optional(),
})

/** A checked `market.yaml`. */
export type MarketYaml = z.output<typeof marketSchema> & {
  /** Line (1-based) of the entry at a path of keys, or of the nearest entry around it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}
/** One entry of its list of files. */
export type MarketYamlFile = NonNullable<MarketYaml['files']>[number]

const largestBytes = 1_000_000

/** A checked `market.yaml`, and the file it was. */
export interface MarketYamlReading {
  readonly market: MarketYaml
  readonly source: FileSource
}

/** The folder's `market.yaml`; faults are added to `problems`, with their lines. */
export async function readMarketYaml(directory: string, problems: ProblemList): Promise<MarketYamlReading | undefined> {
  const reading = await readUnchanged(join(directory, marketYamlName), problems, textOf)
  if (reading === undefined) return undefined
  if (reading.content === undefined) {
    problems.add({ message: 'the file is too large', expected: `at most ${largestBytes} bytes` })
    return undefined
  }
  const counter = new LineCounter()
  const document = parseDocument(reading.content, { lineCounter: counter })
  for (const error of document.errors) {
    problems.add({ line: error.linePos?.[0].line, message: error.message.split('\n')[0].replace(/:$/, '') })
  }
  if (problems.count > 0) return undefined
  const checked = marketSchema.safeParse(document.toJS())
  if (checked.success) {
    const market = { ...checked.data, lineOf: (path: readonly PropertyKey[]) => lineOf(document, path, counter) }
    const { sha256, bytes } = reading
    return { market, source: { file: marketYamlName, sha256, bytes, rows: 0 } }
  }
  for (const issue of checked.error.issues) {
    problems.add({
      line: lineOf(document, issue.path, counter),
      field: issue.path.length === 0 ? undefined : issue.path.map(String).join('.'),
      message: issue.message,
      got: gotText(document, issue.path),
    })
  }
  return undefined
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > largestBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function lineOf(document: Document, path: readonly PropertyKey[], counter: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line
  }
  return 1
}

function gotText(document: Document, path: readonly PropertyKey[]): string | undefined {
  const value: unknown = path.length === 0 ? undefined : document.getIn(path)
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : value === undefined
      ? 'nothing'
      : undefined
}
