import { join } from 'node:path'
import type { Problem } from '@tutti/analytics/errors'
import { isCurveHistoryId, seriesId } from '../ids/index.ts'
import type { FilePlan, KnownLayout, Target } from '../layouts/index.ts'
import { knownLayouts } from '../layouts/index.ts'
import { marketYamlName } from './market-yaml.ts'
import type { MarketYaml, MarketYamlFile } from './market-yaml.ts'
import { problemList } from './problem-list.ts'
import { readLines } from './read-lines.ts'
import { readUnchanged } from './read-unchanged.ts'
import { headerFields } from './table-header.ts'

/** The plan of each file whose path matches a known layout. Headers are looked at only where they carry the ids. */
export async function recognisedPlans(directory: string, files: readonly string[]): Promise<FilePlan[]> {
  const plans: FilePlan[] = []
  for (const file of files) {
    for (const layout of knownLayouts) {
      const match = layout.pattern.exec(file)
      if (match !== null) plans.push(await planOfLayout(directory, file, layout, match.groups?.['name'] ?? ''))
    }
  }
  return plans
}

/** The plans that the entries of `market.yaml` state; what does not fit together is added to `problems`. */
export async function declaredPlans(directory: string, declared: MarketYaml, problems: Problem[]): Promise<FilePlan[]> {
  const plans: FilePlan[] = []
  for (const [i, entry] of (declared.files ?? []).entries()) {
    const wrong = (field: string, message: string, got: string): void => {
      const path = ['files', i, ...field.split('.')]
      problems.push({ file: marketYamlName, line: declared.lineOf(path), field: path.join('.'), message, got })
    }
    if ('compounding' in entry) {
      if (!isCurveHistoryId(entry.id)) {
        wrong('id', 'layout curve needs the id of a curve history, as zero-curve:EUR-SWAP', entry.id)
        continue
      }
      const tenors = Object.entries(entry.columns).map(([column, years]) => ({ column, years }))
      tenors.sort((a, b) => a.years - b.years)
      const repeated = tenors.find((tenor, k) => k > 0 && tenor.years === tenors[k - 1].years)
      if (repeated !== undefined) wrong('columns', 'two columns have the same tenor', String(repeated.years))
      const curveKind = entry.id.startsWith('par-') ? 'par' : 'zero'
      const { id, compounding, unit } = entry
      plans.push(ownPlan(entry, [{ kind: 'curve', id, curveKind, compounding, unit, tenors }]))
    } else if ('columns' in entry) {
      const { unit, convention } = entry
      const targets: Target[] = []
      for (const [column, id] of Object.entries(entry.columns)) {
        if (isCurveHistoryId(id)) wrong(`columns.${column}`, 'layout series needs the id of a series', id)
        else targets.push({ kind: 'series', id, column, unit, ...(convention === undefined ? {} : { convention }) })
      }
      plans.push(ownPlan(entry, targets))
    } else {
      const layout = knownLayouts.find((each) => each.name === entry.layout)
      if (layout === undefined) continue // The schema lets only known names through.
      const named = layout.pattern.exec(entry.file)?.groups?.['name']
      const name = entry.id === undefined ? named : entry.id.slice(entry.id.indexOf(':') + 1)
      if (layout.idKind !== undefined && !layout.idsFromHeader && name === undefined) {
        wrong('id', `layout ${layout.name} needs an id, as the file's name does not give one`, 'nothing')
        continue
      }
      const plan = await planOfLayout(directory, entry.file, layout, name ?? '')
      if (entry.id !== undefined && !plan.targets.some((target) => target.id === entry.id)) {
        wrong('id', `layout ${layout.name} does not provide this id`, entry.id)
        continue
      }
      plans.push({ ...plan, checkUnit: entry.checkUnit, ...limited(plan, entry.maxGapDays) })
    }
  }
  return plans
}

/** The plan of an entry that states its own columns. */
function ownPlan(entry: Extract<MarketYamlFile, { dateColumn: string }>, targets: readonly Target[]): FilePlan {
  const { file, layout, dateColumn, dates, checkUnit } = entry
  const maxGapDays = entry.maxGapDays ?? (dates === 'day' ? 7 : 31)
  return { file, layout, dateColumn, dates, maxGapDays, checkUnit, targets }
}

/** A limit from `market.yaml` replaces that of the layout and of each of its series. */
function limited(plan: FilePlan, maxGapDays: number | undefined): Partial<FilePlan> {
  if (maxGapDays === undefined) return {}
  const targets = plan.targets.map((target) => (target.kind === 'series' ? { ...target, maxGapDays } : target))
  return { maxGapDays, targets }
}

async function planOfLayout(directory: string, file: string, layout: KnownLayout, name: string): Promise<FilePlan> {
  const columns = layout.idsFromHeader ? await columnNames(join(directory, file)) : []
  return {
    file,
    layout: layout.name,
    dateColumn: 'date',
    dates: layout.dates,
    maxGapDays: layout.maxGapDays,
    checkUnit: true,
    targets: layout.targets(name, columns),
  }
}

/** The columns of the first line after the date, without any that could not name a series; empty when unreadable. */
async function columnNames(path: string): Promise<string[]> {
  // Faults are left for the reading proper, which reports them if the file is needed.
  const reading = await readUnchanged(path, problemList(path), async (bytes) => {
    for await (const batch of readLines(bytes, problemList(path))) return batch.text.split('\n', 1)[0]
    return ''
  })
  const fields = headerFields(reading?.content ?? '', ',') ?? []
  return fields.filter((field) => field !== 'date' && isName(field))
}

function isName(field: string): boolean {
  try {
    seriesId(`total-return:${field}`)
    return true
  } catch {
    return false
  }
}
