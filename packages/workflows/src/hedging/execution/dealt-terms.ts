import type { HedgeInstrument } from '../universe/hedge-instrument.ts'

/** The fixed rate of a swap: a year, decimal, at the market of the as-of date; and whether the fund pays or receives it. */
export interface FixedTerms {
  readonly rate: number
  readonly side: 'pay' | 'receive'
}

/** The fixed leg of a quantity of a swap or inflation swap; null for what has none. */
export function fixedTerms({ legs }: HedgeInstrument, quantity: number): FixedTerms | null {
  const [found] = legs.flatMap(({ instrument, weight }): FixedTerms[] => {
    if (instrument.kind !== 'swap' && instrument.kind !== 'zero-coupon inflation swap') return []
    const pays = instrument.side === 'pay fixed' || instrument.side === 'receive inflation'
    return [{ rate: instrument.fixedRate, side: pays === weight * quantity > 0 ? 'pay' : 'receive' }]
  })
  return found ?? null
}

/** Words of labels that name the side of a positive quantity, and what the other side is called. */
const otherSides: readonly (readonly [RegExp, string])[] = [
  [/\breceiver swap\b/, 'payer swap'],
  [/\bforward sale\b/, 'forward purchase'],
  [/\bbought put\b/, 'sold put'],
  [/\bprotection bought\b/, 'protection sold'],
  [/\btotal return paid\b/, 'total return received'],
]

/** The label of an instrument by the side that is dealt: that of a positive quantity names it as it is defined. */
export function dealtLabel({ label }: Pick<HedgeInstrument, 'label'>, quantity: number): string {
  return quantity < 0 ? otherSides.reduce((text, [side, other]) => text.replace(side, other), label) : label
}
