/**
 * Elementary functions for kernels, made of +, -, *, / and sqrt only, so that their bits depend on IEEE 754 and on
 * nothing else: not on the JavaScript engine's `Math`, not on the platform. A SIMD twin can repeat them exactly.
 */

const LOG2E = 1.4426950408889634
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/** 2^(k - 1074) for k = 0..2097, built by exact doublings. */
const POWERS_OF_TWO = (() => {
  const table = new Float64Array(2098)
  let power = Number.MIN_VALUE
  for (let k = 0; k < table.length; k++) {
    table[k] = power
    power *= 2
  }
  return table
})()

/** Taylor polynomial of e^r for |r| <= ln(2)/2; even and odd parts apart, which halves the chain of dependent operations. */
function expPolynomial(r: number): number {
  const s = r * r
  const even =
    1 +
    s *
      (0.5 +
        s *
          (4.1666666666666664e-2 +
            s *
              (1.388888888888889e-3 +
                s * (2.48015873015873e-5 + s * (2.755731922398589e-7 + s * 2.08767569878681e-9)))))
  const odd =
    1 +
    s *
      (1.6666666666666666e-1 +
        s *
          (8.333333333333333e-3 +
            s *
              (1.984126984126984e-4 +
                s * (2.7557319223985893e-6 + s * (2.505210838544172e-8 + s * 1.6059043836821613e-10)))))
  return even + r * odd
}

/**
 * e^x. Relative error below 3e-16 where the result is normal; 0 below -745.2, Infinity above 709.79, NaN for NaN.
 * Source: argument reduction by ln 2 in two parts (Cody and Waite 1980) and the Taylor series.
 */
export function portableExp(x: number): number {
  if (x > -0.34657 && x < 0.34657) return expPolynomial(x)
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019411) return 0
  if (x !== x) return NaN
  const n = Math.floor(x * LOG2E + 0.5)
  const p = expPolynomial(x - n * LN2_HIGH - n * LN2_LOW)
  // two steps at the ends of the range, where 2^n itself would overflow or lose bits
  if (n > 1000) return p * POWERS_OF_TWO[n - 100 + 1074] * POWERS_OF_TWO[100 + 1074]
  if (n < -1000) return p * POWERS_OF_TWO[n + 100 + 1074] * POWERS_OF_TWO[-100 + 1074]
  return p * POWERS_OF_TWO[n + 1074]
}

const float64 = new Float64Array(1)
const words = new Int32Array(float64.buffer)

/** 2 atanh(s) = ln((1+s)/(1-s)) for |s| <= 0.1716, by its series in s^2. */
function logPolynomial(s: number): number {
  const z = s * s
  return (
    2 *
    s *
    (1 +
      z *
        (3.3333333333333331e-1 +
          z *
            (0.2 +
              z *
                (1.4285714285714285e-1 +
                  z *
                    (1.1111111111111111e-1 +
                      z *
                        (9.0909090909090912e-2 +
                          z *
                            (7.6923076923076927e-2 +
                              z *
                                (6.6666666666666666e-2 + z * (5.8823529411764705e-2 + z * 5.2631578947368418e-2)))))))))
  )
}

/**
 * ln x. Error below 1.5 units in the last place for normal x > 0 (absolute error near x = 1); -Infinity at 0, NaN below.
 * Source: x = 2^k m with m in [sqrt(1/2), sqrt(2)), then ln m = 2 atanh((m-1)/(m+1)).
 */
export function portableLog(x: number): number {
  if (x > 0.75 && x < 1.333) return logPolynomial((x - 1) / (x + 1))
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return Infinity
  let shift = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984
    shift = -54
  }
  float64[0] = x
  const high = words[1] + (0x3ff00000 - 0x3fe6a09e)
  const k = (high >> 20) - 0x3ff
  words[1] = (high & 0x000fffff) + 0x3fe6a09e
  const m = float64[0]
  const n = k + shift
  return n * LN2_HIGH + (n * LN2_LOW + logPolynomial((m - 1) / (m + 1)))
}

/**
 * Standard normal distribution function, absolute error below 1e-15.
 * Source: Hart (1968) algorithm 5666, as given by West, "Better approximations to cumulative normal functions" (2005).
 */
export function portableNormalCdf(x: number): number {
  const a = x < 0 ? -x : x
  if (a !== a) return NaN
  let tail = 0
  if (a < 37) {
    const e = portableExp(-0.5 * a * a)
    if (a < 7.07106781186547) {
      const top =
        (((((3.52624965998911e-2 * a + 0.700383064443688) * a + 6.37396220353165) * a + 33.912866078383) * a +
          112.079291497871) *
          a +
          221.213596169931) *
          a +
        220.206867912376
      const bottom =
        ((((((8.83883476483184e-2 * a + 1.75566716318264) * a + 16.064177579207) * a + 86.7807322029461) * a +
          296.564248779674) *
          a +
          637.333633378831) *
          a +
          793.826512519948) *
          a +
        440.413735824752
      tail = (e * top) / bottom
    } else {
      tail = e / (a + 1 / (a + 2 / (a + 3 / (a + 4 / (a + 0.65))))) / 2.506628274631
    }
  }
  return x > 0 ? 1 - tail : tail
}

/**
 * Standard normal quantile for 0 < p < 1, relative error about 1e-16 in exact arithmetic.
 * Source: Wichura (1988), algorithm AS 241 (PPND16).
 */
export function portableNormalQuantile(p: number): number {
  const q = p - 0.5
  if (q > -0.425 && q < 0.425) {
    const r = 0.180625 - q * q
    return (
      (q *
        (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
          45921.953931549871457) *
          r +
          13731.693765509461125) *
          r +
          1971.5909503065514427) *
          r +
          133.14166789178437745) *
          r +
          3.387132872796366608)) /
      (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
        21213.794301586595867) *
        r +
        5394.1960214247511077) *
        r +
        687.1870074920579083) *
        r +
        42.313330701600911252) *
        r +
        1)
    )
  }
  let r = q < 0 ? p : 1 - p
  if (!(r > 0)) return q < 0 ? -Infinity : q > 0 ? Infinity : NaN
  r = Math.sqrt(-portableLog(r))
  let x: number
  if (r <= 5) {
    r -= 1.6
    x =
      (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
        1.27045825245236838258) *
        r +
        3.64784832476320460504) *
        r +
        5.7694972214606914055) *
        r +
        4.6303378461565452959) *
        r +
        1.42343711074968357734) /
      (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
        0.14810397642748007459) *
        r +
        0.68976733498510000455) *
        r +
        1.6763848301838038494) *
        r +
        2.05319162663775882187) *
        r +
        1)
  } else {
    r -= 5
    x =
      (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
        0.026532189526576123093) *
        r +
        0.29656057182850489123) *
        r +
        1.7848265399172913358) *
        r +
        5.4637849111641143699) *
        r +
        6.6579046435011037772) /
      (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
        7.868691311456132591e-4) *
        r +
        0.0148753612908506148525) *
        r +
        0.13692988092273580531) *
        r +
        0.59983220655588793769) *
        r +
        1)
  }
  return q < 0 ? -x : x
}
