import { customaryHedgePolicy, dollarOffset, hedgeRegression, varianceReduction } from '@tutti/analytics/hedging'
import { baseValues, compiledBook } from '@tutti/analytics/revaluation'
import type { AllocatedTrade } from '../execution/execution-inputs.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { counterpartyCredit } from './counterparty-credit.ts'
import type { FormedRelationship, HedgedItem } from './formed-relationship.ts'
import { hedgeEndYears } from './hedge-end.ts'
import type { HedgeRecord } from './hedge-record.ts'
import { ineffectiveness } from './ineffectiveness.ts'
import type { MonthlyChanges } from './monthly-changes.ts'
import { intrinsicLegs, positionLegs } from './option-underlying.ts'
import type { WeightedInstrument } from './parallel-sensitivity.ts'
import { relationshipChanges, type RelationshipChanges } from './relationship-changes.ts'
import { relationshipVerdicts, testable } from './relationship-verdicts.ts'

/** What records are made from. */
export interface RecordContext {
  readonly mandate: HedgingMandate
  readonly market: HedgingMarket
  readonly months: MonthlyChanges
  readonly allocation: readonly AllocatedTrade[] | undefined
}

const basisMoveBp = 10

/** The record of one relationship, its memo apart. */
export function hedgeRecordOf(context: RecordContext, relationship: FormedRelationship): Omit<HedgeRecord, 'memo'> {
  const { mandate, market, months } = context
  const { items, positions, designation, risk } = relationship
  const changes = relationshipChanges(market, months, relationship)
  const creditOf = counterpartyCredit(mandate, context.allocation, positions)
  const credit = changes.hedge.map((gain) => creditOf?.(gain) ?? 0)
  const hedge = changes.hedge.map((change, t) => change - credit[t])
  const creditShare = creditOf === null ? null : shareOfCredit(changes, credit)
  const facts = { item: changes.item, hedge, creditShare, hedgeRatio: changes.hedgeRatio }
  const offset = hedge.length === 0 ? null : dollarOffset(changes.item, hedge)
  const inBand = offset?.byPeriod.filter((ratio) => ratio !== null && isInBand(ratio)).length ?? 0
  const values = baseValues(
    compiledBook(
      items.map(({ instrument }) => instrument),
      market.valuation,
      [],
    ),
  )
  const worth = items.map(({ line }, i) => line.quantity * values[i])
  const instruments = positions.map(({ instrument: { id, label, notionalInBase }, quantity }) => ({
    instrument: id,
    label,
    quantity,
    notional: Math.abs(quantity) * notionalInBase,
  }))
  const notional = instruments.reduce((sum, each) => sum + each.notional, 0)
  const move = risk === 'foreign currency' ? 1e-2 : 1e-4
  const regression = testable(facts) ? hedgeRegression(changes.item, hedge) : null
  return {
    id: relationship.id,
    label: relationship.label,
    domain: relationship.domain,
    currency: relationship.currency,
    risk,
    type: relationship.type,
    designation,
    items: items.map(({ line }, i) => ({ line: line.id, label: line.label, value: worth[i] })),
    itemsValue: worth.reduce((sum, value) => sum + value, 0),
    instruments,
    notional,
    itemSensitivity: move * changes.itemSensitivity,
    hedgeSensitivity: move * changes.hedgeSensitivity,
    hedgeRatio: changes.hedgeRatio,
    proportion: changes.proportion,
    itemYears: meanYears(items),
    hedgeYears: positions.reduce(
      (sum, { instrument }, i) => sum + (instruments[i].notional / notional) * hedgeEndYears(instrument),
      0,
    ),
    periods: changes.periods.map(({ from, to }, t) => ({
      from,
      to,
      item: changes.item[t],
      hypothetical: changes.hypothetical[t],
      hedge: hedge[t],
      offset: plain(offset?.byPeriod[t]),
      cumulativeOffset: plain(offset?.runningCumulative[t]),
    })),
    monthsWithout: changes.monthsWithout,
    dollarOffset: {
      cumulative: plain(offset?.cumulative),
      monthsInBand: inBand,
      shareInBand: hedge.length > 0 ? inBand / hedge.length : null,
    },
    regression,
    varianceReduction: regression === null ? null : varianceReduction(changes.item, hedge).unitHedge,
    creditShare,
    ineffectiveness: ineffectiveness(changes, credit, relationship.type),
    basisRisk: basisRisk(market, relationship),
    timeValue: designation === 'intrinsic value' ? timeValue(market, relationship) : null,
    verdicts: relationshipVerdicts(relationship, facts, mandate.accounting.standards),
    notes: notesOf(relationship, changes, hedge.length, regression !== null),
  }
}

/** JSON has neither an absent figure nor a minus zero. */
function plain(ratio: number | null | undefined): number | null {
  return ratio === undefined || ratio === null ? null : ratio + 0
}

function isInBand(ratio: number): boolean {
  const [low, high] = customaryHedgePolicy.band
  return ratio >= low && ratio <= high
}

/** The larger of counterparties' part of the hedge and the items' own credit beside the hedged risk, by root mean squares. */
function shareOfCredit({ item, itemCredit, hedge }: RelationshipChanges, credit: Float64Array): number {
  const size = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  const ofItems = size(itemCredit) + size(item)
  return Math.max(
    size(hedge) > 0 ? Math.min(1, size(credit) / size(hedge)) : 0,
    ofItems > 0 ? size(itemCredit) / ofItems : 0,
  )
}

function meanYears(items: readonly HedgedItem[]): number | null {
  let [amounts, weighted] = [0, 0]
  for (const { line, instrument } of items) {
    if (!('flows' in instrument)) continue
    for (const { years, amount } of instrument.flows) {
      amounts += Math.abs(line.quantity * amount)
      weighted += Math.abs(line.quantity * amount) * years
    }
  }
  return amounts > 0 ? weighted / amounts : null
}

function valueOf(market: HedgingMarket, position: readonly WeightedInstrument[]): number {
  const values = baseValues(
    compiledBook(
      position.map(({ instrument }) => instrument),
      market.valuation,
      [],
    ),
  )
  return position.reduce((sum, { weight }, i) => sum + weight * values[i], 0)
}

function basisRisk(
  market: HedgingMarket,
  { positions, currency, domain }: FormedRelationship,
): HedgeRecord['basisRisk'] {
  if (domain !== 'currency') return null
  const legs = positions.flatMap(positionLegs)
  const { basis } = market.valuation
  const wider = { ...basis, [currency]: (basis[currency] ?? 0) - basisMoveBp / 1e4 }
  const moved = { ...market, valuation: { ...market.valuation, basis: wider } }
  return { moveBp: basisMoveBp, hedge: valueOf(moved, legs) - valueOf(market, legs) }
}

function timeValue(market: HedgingMarket, { positions }: FormedRelationship): HedgeRecord['timeValue'] {
  const whole = valueOf(market, positions.flatMap(positionLegs))
  const value = positions
    .flatMap(intrinsicLegs)
    .reduce((sum, leg) => sum - leg.weight * Math.max(valueOf(market, [{ ...leg, weight: 1 }]), 0), whole)
  return { value, perYear: value / positions[0].instrument.tenorYears }
}

function notesOf(
  { items, designation, risk, type }: FormedRelationship,
  { hedgeRatio, monthsWithout }: RelationshipChanges,
  months: number,
  isTested: boolean,
): string[] {
  const notes: string[] = []
  if (items.length === 0) notes.push('The book has no item that carries the risk on the other side.')
  if (hedgeRatio > 1) notes.push('The hedge goes beyond the whole of the items; what goes beyond is not designated.')
  if (monthsWithout > 0) notes.push('Months in which a factor that matters was not observed are left out.')
  if (!isTested && designation === 'intrinsic value') {
    notes.push(
      'No month would have taken the option past its strike: effectiveness rests on the terms that match (IFRS 9 B6.4.14) until one does.',
    )
  } else if (!isTested && months > 0) notes.push('Items or hedge never changed in these months.')
  if (designation === 'intrinsic value') {
    notes.push('The time value is deferred in other comprehensive income and spread over the life (IFRS 9 6.5.15).')
  }
  if (risk === 'foreign currency' && designation === 'entirety') {
    notes.push(
      'The forward is designated as a whole; its forward element or basis spread may be kept apart as a cost of hedging (IFRS 9 6.5.16).',
    )
  }
  if (items.some(({ instrument }) => instrument.kind === 'equity')) {
    notes.push(
      'Shares and funds qualify only where their changes go through other comprehensive income (IFRS 9 5.7.5, 6.5.3); what is remeasured in earnings is no hedged item of ASC 815 (815-20-25-43).',
    )
  }
  if (type === 'cash flow hedge') {
    notes.push(
      'Under ASC 815 a highly effective cash flow hedge leaves all of its change in other comprehensive income.',
    )
  }
  if (risk === 'credit spread') {
    notes.push(
      'Under IFRS 9 bonds of the name that is protected may be measured at fair value through profit or loss instead, while the protection runs (6.7.1); index protection does not match the name.',
    )
  }
  return notes
}
