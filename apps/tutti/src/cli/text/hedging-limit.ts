import type { HedgingResult } from '@tutti/workflows/hedging'

/** A figure of a limit in its own unit: `92.0 %`, `25.0 bp`, `0.50 y`, `120 m`. */
export function limitValue(value: number, unit: HedgingResult['decision']['limits'][number]['unit']): string {
  const positive = Math.abs(value) < 1e-9 ? 0 : value
  switch (unit) {
    case 'share':
      return `${(100 * positive).toFixed(1)} %`
    case 'percent':
      return `${positive.toFixed(2)} %`
    case 'bp':
      return `${positive.toFixed(1)} bp`
    case 'years':
      return `${positive.toFixed(2)} y`
    case 'money':
      return `${(positive / 1e6).toFixed(0)} m`
  }
}
