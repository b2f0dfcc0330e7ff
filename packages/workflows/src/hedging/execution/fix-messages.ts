import { TuttiError } from '@tutti/analytics/errors'
import type { HedgeFamily } from '../universe/hedge-instrument.ts'
import { clearingHouse } from '../valuation-adjustments/counterparty-shares.ts'
import type { ExecutionPlan } from './execution-record.ts'
import { type Order, planOrders } from './orders.ts'
import { percentText, quantityText } from './orders-csv.ts'

/** Ends each field. */
export const fieldEnd = '\u0001'

type Field = readonly [tag: number, value: string]

/** SecurityType (167) where FIX 4.4 has one for the kind; a product of its own (460: 4 currency, 12 other) otherwise. */
const securityTypes: Partial<Readonly<Record<HedgeFamily, string>>> = { forward: 'FOR', put: 'OPT', future: 'FUT' }

/**
 * The plan's orders as FIX 4.4-style messages: a Logon (35=A) that marks the session as a test (464=Y), then one
 * NewOrderSingle (35=D) for each order, or a NewOrderMultileg (35=AB) where the instrument has several legs. Instruments go by
 * internal identifiers (22=100, a private scheme), counterparties by those of the mandate. Times are the planned date at
 * midnight, as no clock is read; the fund's own system sets them, its session's names and sequence when it takes an order up.
 * Nothing is ever sent.
 *
 * Source: FIX Protocol 4.4 with errata 20030618, volumes 2 (Logon) and 4 (NewOrderSingle, NewOrderMultileg).
 */
export function fixMessages(plan: ExecutionPlan, runHash: string): string[] {
  const orders = planOrders(plan, runHash)
  if (orders.length === 0) return []
  const logon = message('A', 1, orders[0].date, [
    [98, '0'],
    [108, '30'],
    [464, 'Y'],
  ])
  return [
    logon,
    ...orders.map((order, i) => message(order.legs.length > 0 ? 'AB' : 'D', i + 2, order.date, orderFields(order))),
  ]
}

function orderFields(order: Order): Field[] {
  const { id, date, instrument, label, family, domain, side, currency, counterparty, settlement, maturity } = order
  const { contractNotional } = order
  const securityType = order.legs.length > 0 ? 'MLEG' : securityTypes[family]
  const isCleared = counterparty === clearingHouse
  return [
    [11, id],
    // parties: one, by an identifier of our own; a clearing organisation or the executing firm
    [453, '1'],
    [448, counterparty],
    [447, 'D'],
    [452, isCleared ? '21' : '1'],
    // dealt by hand
    [21, '3'],
    ...(order.legs.length > 0 ? [[54, sideCode(side)] as const] : []),
    [55, instrument],
    [48, instrument],
    [22, '100'],
    [460, domain === 'currency' ? '4' : '12'],
    ...(securityType === undefined ? [] : [[167, securityType] as const]),
    ...(contractNotional === null ? [] : [[200, maturity.replaceAll('-', '').slice(0, 6)] as const]),
    [541, maturity.replaceAll('-', '')],
    ...(contractNotional === null ? [] : [[231, String(contractNotional)] as const]),
    [107, label],
    ...(order.legs.length > 0 ? legFields(order) : [[54, sideCode(side)] as const]),
    [60, timeOf(date)],
    // contracts or units of notional
    [854, contractNotional === null ? '0' : '1'],
    [38, quantityText(order)],
    // market order within the tolerance of the checklist
    [40, '1'],
    [15, currency],
    [64, settlement.replaceAll('-', '')],
    [58, `TEST ONLY, not to be sent: ${order.action}${swapText(order)}`],
  ]
}

/** Rate, start and end of a swap in words; nothing for the others. */
function swapText({ action, fixed, effective, maturity }: Order): string {
  if (effective === null) return ''
  const side = fixed === null || action.endsWith('fixed') ? '' : `, ${fixed.side} fixed`
  return `${fixed === null ? '' : `${side} at ${percentText(fixed.rate)} %`}, from ${effective} to ${maturity}`
}

function legFields({ legs, instrument }: Order): Field[] {
  return [
    [555, String(legs.length)],
    ...legs.flatMap(({ kind, weight, side }, i): Field[] => [
      [600, `${instrument}:${i + 1}`],
      [602, `${instrument}:${i + 1}:${kind}`],
      [603, '100'],
      [623, String(Math.abs(weight))],
      [624, sideCode(side)],
    ]),
  ]
}

const sideCode = (side: Order['side']): string => (side === 'buy' ? '1' : '2')
const timeOf = (date: string): string => `${date.replaceAll('-', '')}-00:00:00`

/** Header, body and trailer; BodyLength counts the characters after its own field up to the checksum's, all of one byte. */
function message(type: string, sequence: number, date: string, body: readonly Field[]): string {
  const fields: readonly Field[] = [
    [35, type],
    [49, 'FUND'],
    [56, 'ORDER-SYSTEM'],
    [34, String(sequence)],
    [52, timeOf(date)],
    ...body,
  ]
  const content = fields.map(([tag, value]) => `${tag}=${oneByteText(value, tag)}${fieldEnd}`).join('')
  const counted = `8=FIX.4.4${fieldEnd}9=${content.length}${fieldEnd}${content}`
  let sum = 0
  for (let i = 0; i < counted.length; i++) sum += counted.charCodeAt(i)
  return `${counted}10=${String(sum % 256).padStart(3, '0')}${fieldEnd}`
}

/** Printable ASCII; other letters of a label become question marks. A control character or an empty value is refused. */
function oneByteText(value: string, tag: number): string {
  if (value === '' || /\p{Cc}/u.test(value)) {
    throw new TuttiError('invalid-input', `the value of the field ${tag} cannot be written as a message`, {
      field: `tag ${tag}`,
      got: JSON.stringify(value),
      expected: 'a text without control characters',
    })
  }
  return value.replaceAll(/[^ -~]/gu, '?')
}
