import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Day, dayOf } from '@tutti/analytics/time'
import { parse } from 'csv-parse/sync'
import { XMLParser } from 'fast-xml-parser'

const folder = fileURLToPath(new URL('../../../../../../shared/data/ore', import.meta.url))
const isRequired = process.env['TUTTI_REQUIRE_SHARED'] === '1'

/** An element of an input file: its text, or its children and attributes (`@name`) by name. */
export type OreNode = string | { readonly [name: string]: OreNode | readonly OreNode[] | undefined }

/** What an example of the Open Source Risk Engine is made of. */
export interface OreExample {
  readonly asOf: Day
  /** Market quotes by key. */
  readonly quotes: ReadonlyMap<string, number>
  readonly conventions: readonly OreNode[]
  readonly curveConfigs: OreNode
  readonly todaysMarket: OreNode
  readonly trades: readonly OreNode[]
  /** Figures of an output file, by column. */
  rows(file: string): readonly Record<string, string>[]
  /** An input file next to the others. */
  input(file: string): OreNode
}

/** Runs `check` on the example, or skips the test where the examples are not here and not required. */
export function withOreExample(t: TestContext, name: string, check: (example: OreExample) => void, settings?: string) {
  if (!isRequired && !existsSync(folder)) {
    t.skip('the examples of the Open Source Risk Engine are not here')
    return
  }
  check(oreExample(name, settings))
}

function oreExample(name: string, settings = 'Input/ore.xml'): OreExample {
  const file = resolve(folder, name, settings)
  const setup = at(xmlOf(file), 'ORE', 'Setup')
  const parameters = new Map(listAt(setup, 'Parameter').map((node) => [textAt(node, '@name'), textAt(node, '#text')]))
  const path = (parameter: string): string => resolve(dirname(file), parameters.get(parameter) ?? parameter)
  const conventions = at(xmlOf(path('conventionsFile')), 'Conventions')
  return {
    asOf: dayOf(parameters.get('asofDate') ?? ''),
    quotes: quotesOf(path('marketDataFile')),
    conventions: Object.values(conventions).flat() as readonly OreNode[],
    curveConfigs: at(xmlOf(path('curveConfigFile')), 'CurveConfiguration'),
    todaysMarket: at(xmlOf(path('marketConfigFile')), 'TodaysMarket'),
    trades: listAt(at(xmlOf(path('portfolioFile')), 'Portfolio'), 'Trade'),
    rows: (output) => rowsOf(resolve(folder, name, 'ExpectedOutput', output)),
    input: (input) => xmlOf(path(input)),
  }
}

function xmlOf(file: string): OreNode {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false })
  return parser.parse(readFileSync(file, 'utf8')) as OreNode
}

/** Lines of date, key and value; what stands later replaces. */
function quotesOf(file: string): ReadonlyMap<string, number> {
  const quotes = new Map<string, number>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [date, key, value] = line.trim().split(/[\s,]+/)
    if (value !== undefined && !date.startsWith('#')) quotes.set(key, Number(value))
  }
  return quotes
}

function rowsOf(file: string): Record<string, string>[] {
  const columns = (header: string[]): string[] => header.map((name) => name.replace('#', ''))
  return parse(readFileSync(file), { columns, relaxColumnCount: true })
}

/** The child at the end of the path; throws where there is none. */
export function at(node: OreNode, ...path: readonly string[]): OreNode {
  let here: OreNode = node
  for (const name of path) {
    const child = typeof here === 'string' ? undefined : here[name]
    if (child === undefined) throw new Error(`the input has no ${name} of ${path.join('/')}`)
    here = Array.isArray(child) ? (child as readonly OreNode[])[0] : (child as OreNode)
  }
  return here
}

/** All children of that name. */
export function listAt(node: OreNode, name: string): readonly OreNode[] {
  const child = typeof node === 'string' ? undefined : node[name]
  if (child === undefined || child === '') return []
  return Array.isArray(child) ? (child as readonly OreNode[]) : [child as OreNode]
}

/** Text at the end of the path, empty where there is none. */
export function textAt(node: OreNode, ...path: readonly string[]): string {
  let here: OreNode = node
  for (const name of path) {
    const [child] = listAt(here, name)
    if (child === undefined) return ''
    here = child
  }
  const text = typeof here === 'string' ? here : here['#text']
  return typeof text === 'string' ? text : ''
}

/** A date as the inputs write it: 20160205, 2016-02-05 or 05.02.2016. */
export function oreDay(text: string): Day {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text) ?? []
  if (year !== undefined) return dayOf(`${year}-${month}-${day}`)
  return dayOf(text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'))
}
