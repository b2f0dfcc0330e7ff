import { TuttiError } from '../errors/index.ts'

const scale = [
  'AAA', 'AA+', 'AA', 'AA-', 'A+', 'A', 'A-', 'BBB+', 'BBB', 'BBB-', 'BB+', 'BB', 'BB-', 'B+', 'B', 'B-', 'CCC+', 'CCC',
  'CCC-', 'CC', 'C', 'D',
] // prettier-ignore
const moodys = [
  'Aaa', 'Aa1', 'Aa2', 'Aa3', 'A1', 'A2', 'A3', 'Baa1', 'Baa2', 'Baa3', 'Ba1', 'Ba2', 'Ba3', 'B1', 'B2', 'B3', 'Caa1',
  'Caa2', 'Caa3', 'Ca', 'C',
] // prettier-ignore

/** Position of a rating on the scale of 22 notches: 1 for AAA (Aaa), 10 for BBB- (Baa3), 22 for D. Throws `unsupported`. */
export function ratingNotch(rating: string): number {
  const plain = rating.trim()
  const index = scale.indexOf(plain.toUpperCase())
  if (index >= 0 && (plain.toUpperCase() === plain || !moodys.includes(plain))) return index + 1
  const other = moodys.indexOf(plain)
  if (other >= 0) return other + 1
  throw new TuttiError('unsupported', `${rating} is no rating on the scales of S&P, Fitch or Moody's`, {
    field: 'rating',
    got: rating,
    expected: scale.join(', '),
  })
}

/** The rating at a notch, from 1 (AAA) to 22 (D), rounded to the nearest. */
export function ratingOfNotch(notch: number): string {
  const index = Math.round(notch) - 1
  if (index >= 0 && index < scale.length) return scale[index]
  throw new TuttiError('invalid-input', `a notch lies between 1 and 22, got ${notch}`, {
    field: 'notch',
    got: String(notch),
    expected: '1 to 22',
  })
}
