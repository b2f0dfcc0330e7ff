/** A complex number; immutable. */
export interface Complex {
  readonly re: number
  readonly im: number
}

export const complex = (re: number, im = 0): Complex => ({ re, im })
export const complexSum = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im })
export const complexDifference = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im })
export const complexScaled = (a: Complex, factor: number): Complex => ({ re: a.re * factor, im: a.im * factor })
export const complexModulus = (a: Complex): number => Math.hypot(a.re, a.im)

/** Product of two complex numbers. */
export const complexProduct = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
})

/** Quotient a / b, scaled so that large or small parts of `b` do not overflow (R. L. Smith, CACM 5 (1962), 435). */
export function complexQuotient(a: Complex, b: Complex): Complex {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re
    const scale = b.re + b.im * ratio
    return { re: (a.re + a.im * ratio) / scale, im: (a.im - a.re * ratio) / scale }
  }
  const ratio = b.re / b.im
  const scale = b.re * ratio + b.im
  return { re: (a.re * ratio + a.im) / scale, im: (a.im * ratio - a.re) / scale }
}

/** e^a. */
export function complexExp(a: Complex): Complex {
  const modulus = Math.exp(a.re)
  return { re: modulus * Math.cos(a.im), im: modulus * Math.sin(a.im) }
}

/** Principal logarithm, imaginary part in (-pi, pi]. */
export function complexLog(a: Complex): Complex {
  return { re: Math.log(complexModulus(a)), im: Math.atan2(a.im, a.re) }
}

/** Principal square root, real part >= 0. */
export function complexSqrt(a: Complex): Complex {
  if (a.re === 0 && a.im === 0) return { re: 0, im: 0 }
  const half = Math.sqrt(0.5 * (Math.abs(a.re) + complexModulus(a)))
  if (a.re >= 0) return { re: half, im: a.im / (2 * half) }
  return { re: Math.abs(a.im) / (2 * half), im: a.im < 0 ? -half : half }
}
