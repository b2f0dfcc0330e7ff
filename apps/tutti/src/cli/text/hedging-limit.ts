import type { HedgingResult } from '@tutti/workflows/hedging'

type LimitUnit = HedgingResult['decision']['limits'][number]['unit']

/** Most decimals added to tell two figures apart. */
const mostMore = 8

/** Two figures of one limit, with the decimals that it takes to tell them apart where they differ. */
export function limitPair(a: number, b: number, unit: LimitUnit): readonly [string, string] {
  const pair = (more: number): readonly [string, string] => [limitValue(a, unit, more), limitValue(b, unit, more)]
  if (a === b) return pair(0)
  const more = Array.from({ length: mostMore + 1 }, (_, k) => k).find((k) => pair(k)[0] !== pair(k)[1])
  return pair(more ?? mostMore)
}

/** A figure of a limit in its own unit: `92.0 %`, `25.0 bp`, `0.50 y`, `120 m`; `more` decimals than usual. */
export function limitValue(value: number, unit: LimitUnit, more = 0): string {
  const [scale, digits, sign] = shown[unit]
  const text = (value * scale).toFixed(digits + more)
  return `${Number(text) === 0 ? text.replace('-', '') : text} ${sign}`
}

/** Scale, decimals and sign of each unit. */
const shown: Readonly<Record<LimitUnit, readonly [number, number, string]>> = {
  share: [100, 1, '%'],
  percent: [1, 2, '%'],
  bp: [1, 1, 'bp'],
  years: [1, 2, 'y'],
  money: [1e-6, 0, 'm'],
}
