import type { Block, Section, TableBlock } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** With whom the package is dealt, what that exposes the fund to, and what it costs. */
export function counterpartySection(findings: HedgingFindings): Section {
  return {
    id: 'counterparties',
    flows: true,
    title: 'Counterparties and valuation adjustments',
    blocks: [
      ...limitBlocks(findings),
      exposureTable(findings),
      defaultTable(findings),
      chargeTable(findings),
      allocationTable(findings),
      ...excluded(findings),
    ],
  }
}

function limitBlocks({ result, slot, currency }: HedgingFindings): Block[] {
  const { infeasibility, status } = result.selection.counterparties
  const at: Keys = ['selection', 'counterparties', 'infeasibility']
  if (infeasibility === null) {
    return [
      {
        kind: 'paragraph',
        text:
          status === 'within limits'
            ? 'The allocation keeps every counterparty within its limit. It was chosen for the lowest valuation adjustments, netted with what the fund already has with each.'
            : 'The allocation does not keep every counterparty within its limit.',
      },
    ]
  }
  return [
    {
      kind: 'callout',
      tone: 'stop',
      title: 'No allocation keeps every counterparty within its limit',
      items: [
        ...infeasibility.exceeded.map(
          (_, i) =>
            `${slot('text', ...at, 'exceeded', i, 'counterparty')}: ${slot('money 0', ...at, 'exceeded', i, 'potentialExposure')} ${currency} of potential exposure against a limit of ${slot('money 0', ...at, 'exceeded', i, 'limit')}, ${slot('money 0', ...at, 'exceeded', i, 'excess')} too much.`,
        ),
        ...infeasibility.exceededShares.map(
          (_, i) =>
            `${slot('text', ...at, 'exceededShares', i, 'counterparty')}: ${slot('percent 1', ...at, 'exceededShares', i, 'share')} of the notional that is not cleared against a limit of ${slot('percent 1', ...at, 'exceededShares', i, 'limit')}.`,
        ),
      ],
    },
  ]
}

function exposureTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  return {
    kind: 'table',
    id: 'counterparty-exposures',
    caption: `Exposure before and after the package against the limits, m ${currency}`,
    columns: [
      'Counterparty',
      'Collateral',
      'Expected exposure before',
      'After',
      'Potential exposure before',
      'After',
      'Limit',
      'Slack',
      'Verdict',
    ],
    rows: result.selection.counterparties.exposures.map(({ collateralised, met }, i) => {
      const at: Keys = ['selection', 'counterparties', 'exposures', i]
      return {
        cells: [
          textCell(slot('text', ...at, 'counterparty')),
          textCell(collateralised ? 'annex' : 'none'),
          cell([...at, 'before', 'expectedPositiveExposure'], 'money', 1),
          cell([...at, 'after', 'expectedPositiveExposure'], 'money', 1),
          cell([...at, 'before', 'potentialExposure'], 'money', 0),
          cell([...at, 'after', 'potentialExposure'], 'money', 0),
          cell([...at, 'limit'], 'money', 0),
          cell([...at, 'slack'], 'money', 0),
          met ? { kind: 'status', tone: 'good', text: 'within' } : { kind: 'status', tone: 'stop', text: 'beyond' },
        ],
      }
    }),
    note: 'Simulated over the life of the trades, after netting and collateral. Potential exposure: the largest over time of the level exceeded with a probability of 5 %.',
    empty: 'The mandate names no counterparties.',
  }
}

/** Value of the counterparties' default before and after, and what wrong-way risk adds to it. */
function defaultTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  return {
    kind: 'table',
    id: 'counterparty-defaults',
    caption: `What a default of the counterparty would cost (CVA), present value, m ${currency}`,
    columns: ['Counterparty', 'Before', 'After', 'Wrong-way correlation', 'Wrong-way risk adds'],
    rows: result.selection.counterparties.exposures.map(({ wrongWay }, i) => {
      const at: Keys = ['selection', 'counterparties', 'exposures', i]
      return {
        cells: [
          textCell(slot('text', ...at, 'counterparty')),
          cell([...at, 'before', 'cva'], 'money', 2),
          cell([...at, 'after', 'cva'], 'money', 2),
          ...(wrongWay === null
            ? [textCell('none given'), textCell('')]
            : [cell([...at, 'wrongWay', 'correlation'], 'ratio', 2), cell([...at, 'wrongWay', 'cva'], 'money', 2)]),
        ],
      }
    }),
    note: 'Of all trades with the counterparty, those held and the new ones. Wrong-way risk: it fails more easily just when it owes more.',
    empty: 'The mandate names no counterparties.',
  }
}

const adjustments = ['cva', 'dva', 'fva', 'mva', 'total'] as const

function chargeTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  const { charges } = result.selection.counterparties
  const at: Keys = ['selection', 'counterparties']
  const cells = (keys: Keys) => adjustments.map((key) => cell([...keys, key], 'money', 2))
  return {
    kind: 'table',
    id: 'charges',
    caption: `What the package adds to valuation adjustments, present value, m ${currency}`,
    columns: ['Counterparty', 'CVA', 'DVA', 'FVA', 'MVA', 'Total'],
    rows: [
      ...charges.byCounterparty.map(({ counterparty }, i) => ({
        cells: [
          textCell(
            counterparty === 'cleared'
              ? 'clearing house'
              : slot('text', ...at, 'charges', 'byCounterparty', i, 'counterparty'),
          ),
          ...cells([...at, 'charges', 'byCounterparty', i, 'charges']),
        ],
      })),
      { emphasis: true, cells: [textCell('All'), ...cells([...at, 'charges', 'charges'])] },
      {
        cells: [
          textCell('In proportion to the limits, before the split: in costs and scores'),
          ...cells([...at, 'proportionalCharges']),
        ],
      },
    ],
    note: `CVA and FVA (funding), MVA (funding of initial margin) are costs; DVA, the value of the fund’s own default, is a benefit and taken off. A year: ${slot('money 2', ...at, 'charges', 'annual')}, each part over the life of its trades. Costs and scores of packages carry the last row, since packages are compared before trades are split among counterparties.`,
  }
}

function allocationTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  const at: Keys = ['selection', 'counterparties', 'concentration']
  const { byCounterparty } = result.selection.counterparties.concentration
  return {
    kind: 'table',
    id: 'allocation',
    caption: `Notional of the new trades by counterparty, m ${currency}`,
    columns: ['Counterparty', 'Notional', 'Of what is not cleared'],
    rows: byCounterparty.map(({ counterparty }, i) => ({
      cells: [
        textCell(
          counterparty === 'cleared' ? 'clearing house' : slot('text', ...at, 'byCounterparty', i, 'counterparty'),
        ),
        cell([...at, 'byCounterparty', i, 'notional'], 'money', 0),
        counterparty === 'cleared' ? textCell('') : cell([...at, 'byCounterparty', i, 'share'], 'percent', 0),
      ],
    })),
    note: 'The table of trades on the first page says which trade goes to whom.',
    empty: 'Nothing is traded.',
  }
}

function excluded({ result, slot }: HedgingFindings): Block[] {
  const { withoutExposure } = result.study
  return [
    {
      kind: 'table',
      id: 'without-exposure',
      collapsed: true,
      compact: true,
      caption: 'Instruments whose exposure to counterparties is not simulated',
      columns: ['Instrument', 'Why'],
      rows: withoutExposure.map((_, i) => ({
        cells: [
          textCell(slot('text', 'study', 'withoutExposure', i, 'id')),
          textCell(slot('text', 'study', 'withoutExposure', i, 'reason')),
        ],
      })),
      empty: 'None: all of them are.',
    },
  ]
}
