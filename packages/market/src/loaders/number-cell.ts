const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** What is wrong with a cell that should hold a number. */
export interface CellFault {
  readonly message: string
  readonly expected: string
}

/**
 * The number written in `text` times ten to the power `exponent` (0 or -2). Percentages are shifted in decimal before
 * they are rounded to binary, so that 15.84 becomes exactly the number 0.1584.
 */
export function numberCell(text: string, exponent: 0 | -2): number | CellFault {
  if (!numberPattern.test(text)) return { message: cellFault(text), expected: 'a plain number, as 1234.56' }
  const value = exponent === 0 ? Number(text) : /[eE]/.test(text) ? Number(text) / 100 : Number(`${text}e${exponent}`)
  if (!Number.isFinite(value)) return { message: 'the number is too large', expected: 'a finite number' }
  return value === 0 ? 0 : value
}

function cellFault(text: string): string {
  const bare = text.toLowerCase()
  if (/^[+-]?nan$/.test(bare)) return 'NaN where a number belongs'
  if (/^[+-]?inf(?:inity)?$/.test(bare)) return 'an infinite value where a number belongs'
  if (/^(?:\.|-|--|n\/?a|#n\/a.*|null|none|nd|missing|\?)$/.test(bare))
    return 'a missing value is an empty cell, not a mark'
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text)) return 'thousands separators in a number'
  if (/^[+-]?\d{1,3}(?:[ \u00a0'’]\d{3})+(?:[.,]\d*)?$/.test(text)) return 'thousands separators in a number'
  if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d*$/.test(text)) return 'thousands separators and a decimal comma in a number'
  if (/^[+-]?\d+,\d*$/.test(text)) return 'a decimal comma in a number'
  if (/^[+-]?[\d.,]+ ?%$/.test(text)) return 'a percent sign in a number'
  if (/^\p{Sc} ?[\d.,]+$|^[\d.,]+ ?\p{Sc}$/u.test(text)) return 'a currency sign in a number'
  if (/^0x/i.test(text)) return 'not a decimal number'
  return 'text where a number belongs'
}
