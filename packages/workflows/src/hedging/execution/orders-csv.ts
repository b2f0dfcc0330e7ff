import type { ExecutionPlan } from './execution-record.ts'
import { type Order, planOrders } from './orders.ts'

const columns: readonly { readonly name: string; readonly value: (order: Order) => string }[] = [
  { name: 'order_id', value: ({ id }) => id },
  { name: 'trade_date', value: ({ date }) => date },
  { name: 'instrument', value: ({ instrument }) => instrument },
  { name: 'label', value: ({ label }) => label },
  { name: 'domain', value: ({ domain }) => domain },
  { name: 'family', value: ({ family }) => family },
  { name: 'side', value: ({ side }) => side },
  { name: 'action', value: ({ action }) => action },
  { name: 'units', value: ({ units }) => units },
  { name: 'quantity', value: ({ quantity }) => decimalText(quantity) },
  { name: 'currency', value: ({ currency }) => currency },
  { name: 'counterparty', value: ({ counterparty }) => counterparty },
  { name: 'settlement_date', value: ({ settlement }) => settlement },
  { name: 'maturity_date', value: ({ maturity }) => maturity },
  { name: 'tolerance_bp', value: ({ toleranceBp }) => String(toleranceBp) },
  { name: 'status', value: () => 'planned, not sent' },
]

/**
 * The plan's orders as CSV (RFC 4180, lines ended by CR LF), one line each under a header. Quantities are positive beside
 * their side. A text that a spreadsheet would take for a formula (it starts with = + - @, a tab or a line end) is led by an
 * apostrophe.
 */
export function ordersCsv(plan: ExecutionPlan, runHash: string): string {
  const rows = [
    columns.map(({ name }) => name),
    ...planOrders(plan, runHash).map((order) => columns.map(({ value }) => field(value(order)))),
  ]
  return rows.map((row) => `${row.join(',')}\r\n`).join('')
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A number in plain decimals with hundredths, whatever its size. */
export function decimalText(value: number): string {
  const cents = BigInt(Math.round(value * 100))
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
}
