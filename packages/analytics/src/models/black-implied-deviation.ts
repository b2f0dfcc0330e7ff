import { millsRatio, normalQuantile } from '../math/index.ts'

const SQRT_TWO_PI = 2.50662827463100050242
const INV_SQRT_TWO_PI = 0.3989422804014326779
const LN_SQRT_TWO_PI = 0.91893853320467274178
const ROOT_THREE = 1.7320508075688772935

/** Upper-tail Mills ratio for either sign of its argument. */
function mills(z: number): number {
  return z > 0 ? millsRatio(z) : SQRT_TWO_PI * Math.exp(0.5 * z * z) - millsRatio(-z)
}

/**
 * b / b' where its two terms nearly cancel, for h <= 0 and t (1 - h) < 0.1: the odd Taylor terms in t of
 * Y(h + t) - Y(h - t), Y = N / n, whose derivatives obey Y^(k+1) = k Y^(k-1) + h Y^(k).
 */
function scaledPriceOfSmallDeviation(h: number, t: number): number {
  const square = t * t
  let before = mills(-h)
  let odd = 1 + h * before
  let power = t
  let sum = power * odd
  for (let k = 1; k < 10; k += 2) {
    const even = k * before + h * odd
    odd = (k + 1) * odd + h * even
    before = even
    power *= square / ((k + 1) * (k + 2))
    sum += power * odd
  }
  return 2 * sum
}

/** b / b' for h = x / s <= 0 and t = s / 2. */
function scaledPrice(h: number, t: number): number {
  return t * (1 - h) < 0.1 ? scaledPriceOfSmallDeviation(h, t) : mills(-h - t) - mills(t - h)
}

/** Cubic on [0, width] that is 0 at 0, with the slopes at both ends and the value at `width`. */
function cubic(u: number, width: number, slope: number, endValue: number, endSlope: number): number {
  const w = u / width
  const chord = endValue / width
  return u * (slope + w * (3 * chord - 2 * slope - endSlope + w * (slope + endSlope - 2 * chord)))
}

/** Guess below the inflection point, where 2 pi |x| / (3 sqrt 3) N(-|x| / (sqrt 3 s))^3 is nearly linear in the price. */
function lowGuess(x: number, price: number, centre: number, centrePrice: number, slope: number): number {
  const argument = centre / (2 * ROOT_THREE)
  const density = INV_SQRT_TWO_PI * Math.exp(-0.5 * argument * argument)
  const tail = density * mills(argument)
  const scale = (-2 * Math.PI * x) / (3 * ROOT_THREE)
  const endSlope = (((-Math.PI * x) / 3) * tail * tail * density) / slope
  const mapped = cubic(price, centrePrice, 1, scale * tail * tail * tail, endSlope)
  const probability = Math.cbrt(mapped / scale)
  if (!(probability > 0 && probability < 0.5)) return centre
  return Math.min(x / (ROOT_THREE * normalQuantile(probability)), centre)
}

/** Guess above the inflection point, where N(-s / 2) is nearly linear in what the price lacks to its upper bound. */
function highGuess(x: number, shortfall: number, centre: number, centreShortfall: number, slope: number): number {
  const linear = centre + (centreShortfall - shortfall) / slope
  if (linear < 0.01) return linear
  const endValue = INV_SQRT_TWO_PI * Math.exp(x / 4) * mills(centre / 2)
  const mapped = cubic(shortfall, centreShortfall, 0.5, endValue, 0.5 * Math.exp(-x / 4))
  return mapped > 0 && mapped < 0.4999 ? Math.max(-2 * normalQuantile(mapped), centre) : linear
}

/** Third-order Householder step for F with newton = F / F', second = F'' / F', third = F''' / F'. */
function householder(newton: number, second: number, third: number): number {
  return (newton * (1 - 0.5 * second * newton)) / (1 - newton * (second - (third * newton) / 6))
}

/**
 * Total deviation s = volatility x sqrt(time) at which the normalised price b(x, s) = e^(x/2) N(d1) - e^(-x/2) N(d2),
 * d1,2 = x / s +- s / 2, of an out-of-the-money option is `price`, for x = -|ln(F / K)| and 0 < price < e^(x/2);
 * `shortfall` is e^(x/2) - price, to full precision.
 *
 * The first guess is a cubic in mapped variables with the right slopes at both ends, on either side of the price's
 * inflection point s = sqrt(2 |x|). Fourth-order Householder steps follow, on 1 / ln b for low prices, b in the middle and
 * ln(e^(x/2) - b) for high ones: two for nearly all inputs. Relative accuracy about 1e-15 where the price determines it.
 * Source of the mappings and objectives: Jaeckel, "Let's be rational", Wilmott (January 2015), 40-53.
 */
export function blackImpliedDeviation(x: number, price: number, shortfall: number): number {
  const most = Math.exp(x / 2)
  // At the inflection point d1 = 0 and d2 = -s.
  const centre = Math.sqrt(-2 * x)
  const slope = most * INV_SQRT_TWO_PI
  const centrePrice = slope * scaledPrice(-centre / 2, centre / 2)
  const isLow = price < centrePrice
  const isHigh = !isLow && shortfall < price
  let s = isLow
    ? lowGuess(x, price, centre, centrePrice, slope)
    : highGuess(x, shortfall, centre, most - centrePrice, slope)
  const target = isLow ? Math.log(price) : isHigh ? Math.log(shortfall) : price
  for (let iteration = 0; iteration < 40; iteration++) {
    const h = x / s
    const t = s / 2
    const exponent = -0.5 * (h * h + t * t)
    const second = (h * h) / s - s / 4
    const third = second * second - (3 * h * h) / (s * s) - 0.25
    let step: number
    if (isHigh) {
      const inverse = mills(h + t) + mills(t - h)
      const q = 1 / inverse
      const newton = -(exponent - LN_SQRT_TWO_PI + Math.log(inverse) - target) * inverse
      step = householder(newton, second + q, third + q * (3 * second + 2 * q))
    } else if (isLow) {
      const scaled = scaledPrice(h, t)
      const q = 1 / scaled
      const log = exponent - LN_SQRT_TWO_PI + Math.log(scaled)
      const lead = q * (1 + 2 / log)
      const cube = third + 2 * q * q * (1 + (3 / log) * (1 + 1 / log)) - 3 * second * lead
      step = householder((scaled * log * (log - target)) / target, second - lead, cube)
    } else {
      step = householder(scaledPrice(h, t) - (target * SQRT_TWO_PI) / Math.exp(exponent), second, third)
    }
    const next = s - step
    s = next > s / 4 ? Math.min(next, 4 * s) : s / 4
    if (Math.abs(step) <= 3e-5 * s) return s
  }
  return s
}
