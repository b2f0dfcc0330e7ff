import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Block, ChartBlock, Section, TableBlock } from '../document/document.ts'
import type { ScatterPoint } from '../document/chart.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { conditionBlocks } from './condition-blocks.ts'
import { counted } from '../document/counted-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { optimisedId } from './package-origin.ts'
import { strategyText } from './strategy-text.ts'

type PackageRow = HedgingResult['selection']['packages'][number]

/** Points of each kind that carry their figures, those with the best scores: more make a page heavy. */
const marked = 80
/** Points drawn, those with the best scores. */
const mostPoints = 600
/** Rows of the front's table. */
const mostRows = 25

/** All packages compared: what each costs and what risk it leaves. */
export function packageSection(findings: HedgingFindings): Section {
  const { result, slot } = findings
  const proposed = result.selection.packages.some(({ id, strategies }) => strategies === null && id !== optimisedId)
  return {
    id: 'packages',
    flows: true,
    title: 'Packages compared',
    blocks: [
      {
        kind: 'paragraph',
        text: `${counted(slot('length', 'selection', 'packages'), result.selection.packages.length, 'package was', 'packages were')} compared, each fully revalued on the same ${slot('count', 'study', 'scenarios', 'count')} joint scenarios: all combinations of the strategies of the four domains, and what a mixed-integer search found beyond them${proposed ? '; packages that came of accepted proposals stand beside these' : ''}. Within every limit of the mandate: ${slot('length feasible true', 'selection', 'packages')}.`,
      },
      paretoChart(findings),
      ...frontTables(findings),
      ...conditionBlocks(findings),
      ...optimiserBlocks(findings),
    ],
  }
}

function place({ figure }: HedgingFindings, i: number): Pick<ScatterPoint, 'x' | 'y'> {
  const at: Keys = ['selection', 'packages', i, 'ofAssets']
  return {
    x: figure([...at, 'fundedStatusAtRisk'], 'percent', 1),
    y: figure([...at, 'annualCostBp'], 'basis-points', 1),
  }
}

function paretoChart(findings: HedgingFindings): ChartBlock {
  const { result, slot, chosen, unhedged, naive } = findings
  const { packages, selection } = result.selection
  const front = new Set(selection.front)
  const apart = new Set([chosen, unhedged, naive, packages.findIndex(({ id }) => id === optimisedId)])
  const point = (i: number, label?: Text): ScatterPoint => ({
    label: label ?? slot('text', 'selection', 'packages', i, 'id'),
    ...place(findings, i),
  })
  const front2 = costRiskFront(findings)
  const ordered = packages
    .map((_, i) => i)
    .filter((i) => !apart.has(i))
    .toSorted((a, b) => packages[a].score - packages[b].score || a - b)
  const shown = ordered.slice(0, mostPoints)
  const drawn = new Set([...shown, ...apart])
  const feasible = packages.some((row) => row.feasible)
  const named = (i: number | null | undefined, label: Text): ScatterPoint[] =>
    i === null || i === undefined || i < 0 || i === chosen ? [] : [point(i, label)]
  const within = shown.filter((i) => packages[i].feasible && !front.has(packages[i].id))
  const beyond = shown.filter((i) => !packages[i].feasible && !front.has(packages[i].id))
  const ofFront = shown.filter((i) => front.has(packages[i].id))
  return {
    kind: 'chart',
    id: 'pareto',
    size: 'full',
    title: 'Cost a year against the funded status at risk that is left',
    caption: `Down and to the left is better. The dashed line joins the packages ${front2.within ? 'within the mandate ' : ''}that no other beats in both${front2.within ? '' : ', whatever limits they break'}; packages not dominated have no rival that is at least as good in risk, cost, collateral need and effectiveness together, so that some lie above the line. Lines through the named ones: two standard errors either way. ${packages.length > mostPoints ? 'Only the packages with the best scores are drawn. ' : ''}Points carry their figures where their scores are among the best; the last table of the next section has all.`,
    alt: `Scatter chart of annual cost against funded status at risk for ${counted(slot('length', 'selection', 'packages'), packages.length, 'package')}, with the Pareto front, the chosen package, no hedge, the naive full hedge and the optimised package. The tables give the figures.`,
    chart: {
      kind: 'scatter',
      x: { label: 'Funded status at risk, of assets', unit: 'percent' },
      y: { label: 'Annual cost, basis points of assets', unit: 'basis-points' },
      errorBars: false,
      frontier: {
        name: 'Front in cost and risk',
        points: front2.rows.filter((i) => drawn.has(i)).map((i) => point(i)),
      },
      groups: [
        { name: 'Breaks a limit', role: 'quiet', style: 'plain', marked, points: beyond.map((i) => point(i)) },
        { name: 'Within the mandate', role: 'a', style: 'plain', marked, points: within.map((i) => point(i)) },
        {
          name: feasible ? 'Not dominated, within the mandate' : 'Not dominated',
          role: 'c',
          style: 'plain',
          marked,
          points: ofFront.map((i) => point(i)),
        },
        {
          name: 'Rivals',
          role: 'rival',
          style: 'cross',
          named: true,
          errorBars: true,
          points: [
            ...named(unhedged, 'No hedge'),
            ...named(naive, 'Naive full hedge'),
            ...named(
              packages.findIndex(({ id }) => id === optimisedId),
              'Optimised',
            ),
          ],
        },
        {
          name: 'Chosen package',
          role: 'winner',
          style: 'star',
          named: true,
          errorBars: true,
          points: [point(chosen, 'Chosen package')],
        },
      ],
    },
  }
}

/** A front of fewer packages within the mandate says little: then that of all packages is drawn. */
const fewest = 3

/** The packages that no other beats in cost and risk, by rising risk: of those within the mandate where there are enough. */
function costRiskFront({ result }: HedgingFindings): { readonly within: boolean; readonly rows: readonly number[] } {
  const { packages } = result.selection
  const all = packages.map((_, i) => i)
  const within = lowerLeft(
    packages,
    all.filter((i) => packages[i].feasible),
  )
  return within.length >= fewest ? { within: true, rows: within } : { within: false, rows: lowerLeft(packages, all) }
}

/** Of `members` those that no other beats in both funded status at risk and cost, by rising risk. */
export function lowerLeft(
  packages: readonly {
    readonly ofAssets: Pick<PackageRow['ofAssets'], 'annualCostBp'> & {
      readonly fundedStatusAtRisk: { readonly value: number }
    }
  }[],
  members: readonly number[],
): number[] {
  const risk = (i: number): number => packages[i].ofAssets.fundedStatusAtRisk.value
  const cost = (i: number): number => packages[i].ofAssets.annualCostBp
  const front: number[] = []
  for (const i of members.toSorted((a, b) => risk(a) - risk(b) || cost(a) - cost(b))) {
    const last = front.at(-1)
    if (last === undefined || cost(i) < cost(last)) front.push(i)
  }
  return front
}

function frontTables(findings: HedgingFindings): TableBlock[] {
  const { result, slot } = findings
  const { packages, selection } = result.selection
  const front = new Set(selection.front)
  const members = packages.flatMap((row, i) => (front.has(row.id) ? [i] : []))
  const byScore = (rows: readonly number[]): number[] =>
    rows.toSorted((a, b) => packages[a].score - packages[b].score || a - b).slice(0, mostRows)
  const shown = byScore(members)
  const line = costRiskFront(findings)
  const best = (rows: readonly number[]): number[] => {
    const kept = new Set(byScore(rows))
    return rows.filter((i) => kept.has(i))
  }
  return [
    {
      ...rowsTable(findings, best(line.rows)),
      id: 'cost-risk-front',
      caption: line.within
        ? 'The front in cost and risk, within the mandate, by rising risk'
        : 'The front in cost and risk, whatever limits are broken, by rising risk',
      note: 'The dashed line of the chart; of a long one the packages with the best scores. The columns of groups are the effectiveness on the scenarios; within: whether it meets every limit of the mandate. Score: annual cost and cost of capital on the funded status at risk.',
    },
    {
      ...rowsTable(findings, shown),
      id: 'front',
      collapsed: members.length > fewest,
      caption:
        members.length > shown.length
          ? `Packages that are not dominated: those with the best scores of ${slot('length', 'selection', 'selection', 'front')}`
          : 'Packages that are not dominated, best score first',
      note: 'Not dominated: no other package that may be chosen is at least as good in funded status at risk, annual cost, collateral need and least effectiveness, and better in one.',
    },
  ]
}

function rowsTable(findings: HedgingFindings, shown: readonly number[]): Omit<TableBlock, 'id' | 'caption'> {
  const { result, slot, cell } = findings
  const { packages } = result.selection
  return {
    kind: 'table',
    columns: [
      'Package',
      'Strategies',
      'Risk left, of assets',
      'Cost, bp',
      'Score, bp',
      'Collateral need',
      'FX',
      'Rates',
      'Infl.',
      'Credit',
      'Within',
    ],
    rows: shown.map((i) => {
      const at: Keys = ['selection', 'packages', i]
      return {
        emphasis: packages[i].id === result.decision.package,
        cells: [
          textCell(slot('text', ...at, 'id')),
          textCell(strategyText(findings, i)),
          cell([...at, 'ofAssets', 'fundedStatusAtRisk'], 'percent', 1),
          cell([...at, 'ofAssets', 'annualCostBp'], 'basis-points', 1),
          cell([...at, 'ofAssets', 'scoreBp'], 'basis-points', 1),
          cell([...at, 'collateralNeed'], 'money', 0),
          ...(['currency', 'rates', 'inflation', 'credit'] as const).map((group) =>
            packages[i].effectiveness[group] === null
              ? textCell('n/a')
              : cell([...at, 'effectiveness', group], 'percent', 0),
          ),
          packages[i].feasible
            ? { kind: 'status', tone: 'good', text: 'yes' }
            : { kind: 'status', tone: 'stop', text: 'no' },
        ],
      }
    }),
  }
}

function optimiserBlocks({ result, slot, cell }: HedgingFindings): Block[] {
  const found = result.selection.optimised
  const at: Keys = ['selection', 'optimised']
  if (found === null) {
    return [
      { kind: 'heading', text: 'Beyond the grid' },
      {
        kind: 'paragraph',
        text: 'n/a: the fund is exposed to nothing that the universe hedges; there was nothing to search for.',
      },
    ]
  }
  const bound =
    found.boundBp === null
      ? ''
      : `No package of any number of tickets that meets the limits has an objective below ${slot('basis-points 1', ...at, 'boundBp')} of assets. `
  return [
    { kind: 'heading', text: 'Beyond the grid: the mixed-integer search' },
    {
      kind: 'paragraph',
      text: `The optimiser chose sizes freely among ${slot('count', ...at, 'columns')} sides of instruments, ${slot('count', ...at, 'searchedColumns')} of them with whole numbers, by cutting planes on all scenarios (${slot('count', ...at, 'iterations')} rounds, ${slot('count', ...at, 'cuts')} cuts), with expected shortfall at a confidence of ${slot('percent 1', ...at, 'matchedConfidence')} standing for the funded status at risk. What it found was then scored on its true funded status at risk like every other package.`,
    },
    {
      kind: 'table',
      id: 'searches',
      caption: 'Searches by the number of tickets',
      columns: ['Tickets at most', 'Objective, bp', 'Gap left', 'Rounds', 'Score, m a year', 'Meets the mandate'],
      rows: found.searches.map(({ feasible }, i) => ({
        cells: [
          cell([...at, 'searches', i, 'tickets'], 'count', 0),
          cell([...at, 'searches', i, 'objectiveBp'], 'basis-points', 1),
          cell([...at, 'searches', i, 'gap'], 'percent', 2, 'no whole-number programme was solved'),
          cell([...at, 'searches', i, 'iterations'], 'count', 0),
          cell([...at, 'searches', i, 'score'], 'money', 1),
          feasible ? { kind: 'status', tone: 'good', text: 'yes' } : { kind: 'status', tone: 'stop', text: 'no' },
        ],
      })),
      note: `${bound}Gap: how far the search may be from the best of its model over the columns searched.`,
    },
  ]
}
