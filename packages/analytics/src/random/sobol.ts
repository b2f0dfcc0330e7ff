import { TuttiError } from '../errors/index.ts'
import { sobolTable } from './sobol-table.ts'
import { openStream } from './stream.ts'
import { nextWord } from './xoshiro128.ts'

const WORD_BITS = 32
const TWO_TO_MINUS_32 = 2 ** -32

/** Most dimensions that the embedded table of direction numbers serves. */
export const SOBOL_MAX_DIMENSION: number = sobolTable.dimensions

/**
 * A Sobol sequence: direction numbers as `directions[bit * dimension + d]` and a digital shift for each dimension.
 * A `scrambled` sequence gives points strictly inside the cube, each uniformly distributed.
 */
export interface SobolSequence {
  readonly dimension: number
  readonly scrambled: boolean
  readonly directions: Uint32Array
  readonly shift: Uint32Array
}

/**
 * Which randomisation: `seed` as everywhere, `stream` in [0, 2^32) tells independent randomisations apart. The streams
 * (seed, stream, coordinate) of `openStream` are used up, so take a `stream` that nothing else in the study uses.
 */
export interface SobolScramble {
  readonly seed: number
  readonly stream: number
}

/**
 * Sobol sequence of `dimension` coordinates, 32 bits, with Joe & Kuo's direction numbers (new-joe-kuo-6.21201).
 *
 * With `scramble`, each coordinate gets a random linear matrix scramble and a digital shift (Matousek 1998): every
 * point is uniform, the net structure is kept, and the mean over a power of two of points has the variance of Owen's
 * nested scrambling. Take the standard error from 8 to 16 scrambles (`stream` 0, 1, ...), never from within one.
 * Throws `unsupported` beyond `SOBOL_MAX_DIMENSION`.
 * Sources: S. Joe & F. Y. Kuo, SIAM J. Sci. Comput. 30 (2008), 2635-2654; J. Matousek, J. Complexity 14 (1998), 527-556.
 */
export function sobolSequence(dimension: number, scramble?: SobolScramble): SobolSequence {
  if (!Number.isInteger(dimension) || dimension < 1) {
    throw new TuttiError('invalid-input', `dimension must be a whole number of at least 1, got ${dimension}`, {
      field: 'dimension',
      got: String(dimension),
      expected: 'a whole number >= 1',
    })
  }
  if (dimension > SOBOL_MAX_DIMENSION) {
    throw new TuttiError(
      'unsupported',
      `Sobol points are tabulated up to dimension ${SOBOL_MAX_DIMENSION}, got ${dimension}; ` +
        'bridge fewer coordinates and draw the rest pseudo-randomly',
      { field: 'dimension', got: String(dimension), expected: `at most ${SOBOL_MAX_DIMENSION}` },
    )
  }
  const directions = unscrambledDirections(dimension)
  const shift = new Uint32Array(dimension)
  if (scramble === undefined) return { dimension, scrambled: false, directions, shift }
  const state = new Int32Array(4)
  for (let d = 0; d < dimension; d++) {
    openStream(scramble.seed, scramble.stream, d, state)
    scrambleDimension(directions, dimension, d, state)
    shift[d] = nextWord(state)
  }
  return { dimension, scrambled: true, directions, shift }
}

/** Bits of the packed table, most significant first. */
function bitReader(bytes: Uint8Array): (count: number) => number {
  let position = 0
  return (count) => {
    let value = 0
    for (let i = 0; i < count; i++, position++) value = 2 * value + ((bytes[position >> 3] >> (7 - (position & 7))) & 1)
    return value
  }
}

let tableBytes: Uint8Array | undefined

/** The packed table, decoded once. */
function packedTable(): Uint8Array {
  if (tableBytes !== undefined) return tableBytes
  const characters = atob(sobolTable.base64)
  tableBytes = new Uint8Array(characters.length)
  for (let i = 0; i < characters.length; i++) tableBytes[i] = characters.charCodeAt(i)
  return tableBytes
}

function unscrambledDirections(dimension: number): Uint32Array {
  const directions = new Uint32Array(WORD_BITS * dimension)
  for (let bit = 0; bit < WORD_BITS; bit++) directions[bit * dimension] = 1 << (31 - bit)
  const bits = bitReader(packedTable())
  const v = new Uint32Array(WORD_BITS)
  for (let d = 1; d < dimension; d++) {
    const degree = bits(5)
    const interior = bits(degree - 1)
    for (let k = 0; k < degree; k++) v[k] = (2 * bits(k) + 1) << (31 - k)
    for (let k = degree; k < WORD_BITS; k++) {
      let word = v[k - degree] ^ (v[k - degree] >>> degree)
      for (let i = 1; i < degree; i++) if ((interior >> (degree - 1 - i)) & 1) word ^= v[k - i]
      v[k] = word
    }
    for (let k = 0; k < WORD_BITS; k++) directions[k * dimension + d] = v[k]!
  }
  return directions
}

/** Multiplies the generator matrix of one dimension by a random lower triangular matrix with unit diagonal. */
function scrambleDimension(directions: Uint32Array, dimension: number, d: number, state: Int32Array): void {
  // Column j of the triangular matrix: a one at digit j (from the most significant), random digits below it.
  const columns = new Uint32Array(WORD_BITS)
  for (let j = 0; j < WORD_BITS; j++) {
    const diagonal = (1 << (31 - j)) >>> 0
    columns[j] = diagonal | (nextWord(state) & (diagonal - 1))
  }
  for (let k = 0; k < WORD_BITS; k++) {
    const word = directions[k * dimension + d]
    let scrambled = 0
    for (let j = 0; j < WORD_BITS; j++) if ((word >>> (31 - j)) & 1) scrambled ^= columns[j]
    directions[k * dimension + d] = scrambled
  }
}

/**
 * Writes Sobol point `index` (0 to 2^32 - 1, Gray-code order, index 0 first) to `out`, `dimension` numbers, by direct
 * access, no allocation. Unscrambled points are multiples of 2^-32 in [0, 1) and index 0 is the zero point; scrambled
 * points lie at the middle of their cell, in (0, 1).
 */
export function fillSobolPoint(sequence: SobolSequence, index: number, out: Float64Array): void {
  if (!(index >= 0 && index <= 0xffffffff)) {
    throw new TuttiError('invalid-input', `index must lie in [0, 2^32), got ${index}`, {
      field: 'index',
      got: String(index),
      expected: 'a whole number in [0, 2^32)',
    })
  }
  const { dimension, directions, shift } = sequence
  const gray = (index ^ (index >>> 1)) >>> 0
  const offset = sequence.scrambled ? 0.5 : 0
  for (let d = 0; d < dimension; d++) {
    let word = shift[d]
    for (let bit = 0, rest = gray; rest !== 0; bit++, rest >>>= 1) {
      if (rest & 1) word ^= directions[bit * dimension + d]
    }
    out[d] = ((word >>> 0) + offset) * TWO_TO_MINUS_32
  }
}

/** Sobol point `index` as a new array; see `fillSobolPoint`. */
export function sobolPoint(sequence: SobolSequence, index: number): Float64Array {
  const point = new Float64Array(sequence.dimension)
  fillSobolPoint(sequence, index, point)
  return point
}

/**
 * Points `firstIndex` to `firstIndex + count - 1` as rows, `points[i * dimension + d]`. Use powers of two for `count`:
 * only then are the points balanced.
 */
export function sobolPoints(sequence: SobolSequence, count: number, firstIndex = 0): Float64Array {
  const { dimension } = sequence
  const points = new Float64Array(count * dimension)
  for (let i = 0; i < count; i++) {
    fillSobolPoint(sequence, firstIndex + i, points.subarray(i * dimension, (i + 1) * dimension))
  }
  return points
}
