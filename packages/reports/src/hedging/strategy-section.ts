import type { Block, Section, TableBlock } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { domains, groupNames, type HedgeDomain } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { missingDomain } from './missing-blocks.ts'

/** What each specialist designed, recommends and found against the rest. */
export function strategySection(findings: HedgingFindings): Section {
  return {
    id: 'strategies',
    flows: true,
    title: 'Strategies of the specialists',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Each specialist judges its own domain alone: effectiveness on the scenarios with only its factors moved, cost without valuation adjustments. The packages combine one strategy of each domain.',
      },
      ...domains.flatMap((domain) => domainBlocks(findings, domain)),
    ],
  }
}

function domainBlocks(findings: HedgingFindings, domain: HedgeDomain): Block[] {
  const { result, slot } = findings
  const { set, stresses } = result.domains[domain]
  const at: Keys = ['domains', domain, 'set']
  return [
    { kind: 'heading', text: groupNames[domain] },
    ...missingDomain(findings, domain),
    {
      kind: 'list',
      items: [
        ...set.reasons.map((_, i) => slot('text', ...at, 'reasons', i)),
        ...set.unhedgeable.map((_, i) => `Cannot be hedged here: ${slot('text', ...at, 'unhedgeable', i)}`),
      ],
    },
    strategyTable(findings, domain),
    ...(stresses.stresses.length === 0 || set.strategies.length < 2 ? [] : [stressTable(findings, domain)]),
  ]
}

function strategyTable({ result, slot, cell, currency }: HedgingFindings, domain: HedgeDomain): TableBlock {
  const { strategies, recommended, setAside = [] } = result.domains[domain].set
  return {
    kind: 'table',
    id: `strategies-${domain}`,
    caption: `${groupNames[domain]}: strategies`,
    columns: [
      'Strategy',
      'Id',
      'Effectiveness',
      'Cost a year',
      `Notional, m ${currency}`,
      'Limits of its domain',
      'Breaks',
    ],
    rows: strategies.map(({ id, limits }, i) => {
      const at: Keys = ['domains', domain, 'set', 'strategies', i]
      const broken = limits.flatMap(({ met }, l) => (met ? [] : [slot('text', ...at, 'limits', l, 'label')]))
      return {
        emphasis: id === recommended,
        cells: [
          textCell(slot('text', ...at, 'label')),
          textCell(slot('text', ...at, 'id')),
          cell([...at, 'effectiveness'], 'percent', 1, 'no such exposure'),
          cell([...at, 'annualCost'], 'money', 1),
          cell([...at, 'notional'], 'money', 0),
          broken.length === 0
            ? { kind: 'status', tone: 'good', text: 'met' }
            : { kind: 'status', tone: 'stop', text: 'broken' },
          textCell(
            broken.length === 0
              ? id === recommended
                ? 'recommended'
                : ''
              : `${id === recommended ? 'recommended, though it breaks: ' : ''}${broken.join('; ')}`,
          ),
        ],
      }
    }),
    note: `A negative cost is a gain.${setAside.length === 0 ? '' : ` Designed beside these and set aside, as no better in cost and risk: ${slot('length', 'domains', domain, 'set', 'setAside')}.`}`,
  }
}

function stressTable({ result, slot, cell, currency }: HedgingFindings, domain: HedgeDomain): TableBlock {
  const { set, stresses } = result.domains[domain]
  const at: Keys = ['domains', domain, 'stresses']
  const many = stresses.stresses.length > 14
  return {
    kind: 'table',
    id: `strategy-stresses-${domain}`,
    collapsed: true,
    caption: `${groupNames[domain]}: change of the surplus under stresses of its group with each strategy alone, m ${currency}`,
    columns: [
      'Stress',
      'No hedge',
      ...set.strategies.flatMap(({ id }, s) =>
        id === 'none' ? [] : [slot('text', 'domains', domain, 'set', 'strategies', s, 'id')],
      ),
    ],
    compact: many,
    rows: stresses.stresses.map((_, i) => ({
      cells: [
        textCell(slot('text', ...at, 'stresses', i, 'label')),
        cell([...at, 'stresses', i, 'unhedged'], 'money', 0),
        ...stresses.strategies.flatMap(({ id }, s) =>
          id === 'none' ? [] : [cell([...at, 'strategies', s, 'changes', i], 'money', 0)],
        ),
      ],
    })),
    note: 'All holdings and hedges fully revalued under each stress.',
  }
}
