import type { ExecutionPlan } from './execution-record.ts'
import { type Order, planOrders } from './orders.ts'

const columns: readonly {
  readonly name: string
  readonly value: (order: Order) => string
  /** Written by this program as a plain number: a minus sign starts no formula. */
  readonly isNumber?: true
}[] = [
  { name: 'order_id', value: ({ id }) => id },
  { name: 'trade_date', value: ({ date }) => date },
  { name: 'instrument', value: ({ instrument }) => instrument },
  { name: 'label', value: ({ label }) => label },
  { name: 'domain', value: ({ domain }) => domain },
  { name: 'family', value: ({ family }) => family },
  { name: 'side', value: ({ side }) => side },
  { name: 'action', value: ({ action }) => action },
  { name: 'units', value: ({ units }) => units },
  { name: 'quantity', value: quantityText, isNumber: true },
  { name: 'quantity_unit', value: ({ quantityUnit }) => quantityUnit },
  { name: 'contract_notional', value: ({ contractNotional }) => contractNotional?.toString() ?? '', isNumber: true },
  {
    name: 'residual_notional',
    value: ({ residual }) => (residual === null ? '' : decimalText(residual)),
    isNumber: true,
  },
  { name: 'currency', value: ({ currency }) => currency },
  { name: 'counterparty', value: ({ counterparty }) => counterparty },
  { name: 'settlement_date', value: ({ settlement }) => settlement },
  { name: 'effective_date', value: ({ effective }) => effective ?? '' },
  { name: 'maturity_date', value: ({ maturity }) => maturity },
  { name: 'fixed_side', value: ({ fixed }) => fixed?.side ?? '' },
  { name: 'fixed_rate_percent', value: ({ fixed }) => (fixed === null ? '' : percentText(fixed.rate)), isNumber: true },
  { name: 'tolerance_bp', value: ({ toleranceBp }) => toleranceBp.toFixed(1), isNumber: true },
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
    ...planOrders(plan, runHash).map((order) =>
      columns.map(({ value, isNumber }) => (isNumber ? value(order) : field(value(order)))),
    ),
  ]
  return rows.map((row) => `${row.join(',')}\r\n`).join('')
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Whole contracts, or notional with hundredths. */
export function quantityText({ quantity, quantityUnit }: Pick<Order, 'quantity' | 'quantityUnit'>): string {
  return quantityUnit === 'contracts' ? String(BigInt(quantity)) : decimalText(quantity)
}

/** A decimal rate in percent, to a hundredth of a basis point. */
export const percentText = (rate: number): string => (rate * 100).toFixed(4)

/** A number in plain decimals with hundredths, whatever its size. */
function decimalText(value: number): string {
  const cents = BigInt(Math.round(Math.abs(value) * 100))
  return `${value < 0 && cents > 0n ? '-' : ''}${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
}
