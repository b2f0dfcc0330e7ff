/**
 * Parameters of Bates's model in the order of the arrays here: v0, kappa, theta, sigma, rho (Heston), then jump
 * intensity, mean and standard deviation of the log jump. Five of them are Heston's model.
 */
export type TransformParameters = Float64Array

/**
 * Writes phi = E[exp(i z ln(S_T / F))] at z = u - i/2, u real, and its derivatives by the parameters to `out`:
 * re(phi), im(phi), then re and im for each parameter in order. No checks and no allocation: for inner loops.
 *
 * On this line the characteristic function is that under which sqrt(S) is a martingale, u^2 + 1/4 takes the place of
 * i z + z^2, and it exists at every maturity. The form is that of `hestonCumulant`, differentiated through
 * beta = kappa - rho sigma i z and d = sqrt(beta^2 + sigma^2 (u^2 + 1/4)).
 * Source: Cui, del Baño Rollin & Germano, "Full and fast calibration of the Heston stochastic volatility model",
 * European J. of Operational Research 263 (2017), 625-638 (analytic gradient).
 */
export function writeBatesTransform(
  parameters: TransformParameters,
  maturityYears: number,
  u: number,
  out: Float64Array,
): void {
  const v0 = parameters[0]
  const kappa = parameters[1]
  const theta = parameters[2]
  const sigma = parameters[3]
  const rho = parameters[4]
  const T = maturityYears
  const q = u * u + 0.25
  const variance = sigma * sigma
  const betaRe = kappa - 0.5 * rho * sigma
  const betaIm = -rho * sigma * u
  // d = sqrt(beta^2 + sigma^2 q), real part >= 0
  const squareRe = betaRe * betaRe - betaIm * betaIm + variance * q
  const squareIm = 2 * betaRe * betaIm
  const half = Math.sqrt(0.5 * (Math.abs(squareRe) + Math.sqrt(squareRe * squareRe + squareIm * squareIm)))
  const dRe = squareRe >= 0 ? half : Math.abs(squareIm) / (2 * half)
  const dIm = squareRe >= 0 ? squareIm / (2 * half) : squareIm < 0 ? -half : half
  // e = e^(-d T), and 1 - e
  const decay = Math.exp(-dRe * T)
  const eRe = decay * Math.cos(dIm * T)
  const eIm = -decay * Math.sin(dIm * T)
  const restRe = 1 - eRe
  const restIm = -eIm
  // i/den with den = (d + beta) + (d - beta) e
  const gapRe = dRe - betaRe
  const gapIm = dIm - betaIm
  const denRe = dRe + betaRe + gapRe * eRe - gapIm * eIm
  const denIm = dIm + betaIm + gapRe * eIm + gapIm * eRe
  const denSize = denRe * denRe + denIm * denIm
  const invRe = denRe / denSize
  const invIm = -denIm / denSize
  // r = (1 - e) / den; variance coefficient B = -q r
  const rRe = restRe * invRe - restIm * invIm
  const rIm = restRe * invIm + restIm * invRe
  const bRe = -q * rRe
  const bIm = -q * rIm
  // beta - d = -sigma^2 q / (beta + d) where that does not cancel
  let differenceRe = -gapRe
  let differenceIm = -gapIm
  if (betaRe > 0) {
    const sumRe = betaRe + dRe
    const sumIm = betaIm + dIm
    const scale = (-variance * q) / (sumRe * sumRe + sumIm * sumIm)
    differenceRe = scale * sumRe
    differenceIm = -scale * sumIm
  }
  // w = den / (2 d) - 1 = (beta - d)(1 - e) / (2 d)
  const dSize = dRe * dRe + dIm * dIm
  const inverseDRe = dRe / dSize
  const inverseDIm = -dIm / dSize
  const productRe = differenceRe * restRe - differenceIm * restIm
  const productIm = differenceRe * restIm + differenceIm * restRe
  const wRe = 0.5 * (productRe * inverseDRe - productIm * inverseDIm)
  const wIm = 0.5 * (productRe * inverseDIm + productIm * inverseDRe)
  const logRe = 0.5 * Math.log1p(wRe * (2 + wRe) + wIm * wIm)
  const logIm = Math.atan2(wIm, 1 + wRe)
  // mean coefficient A = ((beta - d) T - 2 ln(1 + w)) / sigma^2
  const aRe = (differenceRe * T - 2 * logRe) / variance
  const aIm = (differenceIm * T - 2 * logIm) / variance
  // s = (1 + e - T (d - beta) e) / den
  const sTopRe = 1 + eRe - T * (gapRe * eRe - gapIm * eIm)
  const sTopIm = eIm - T * (gapRe * eIm + gapIm * eRe)
  const sRe = sTopRe * invRe - sTopIm * invIm
  const sIm = sTopRe * invIm + sTopIm * invRe
  // derivatives of kappa theta A + v0 B by beta and by d
  const mean = (kappa * theta) / variance
  const byBetaRe = mean * (T - 2 * rRe) + v0 * q * (rRe * rRe - rIm * rIm)
  const byBetaIm = mean * -2 * rIm + v0 * q * 2 * rRe * rIm
  const eInvRe = eRe * invRe - eIm * invIm
  const eInvIm = eRe * invIm + eIm * invRe
  const byDRe = mean * (-T - 2 * (sRe - inverseDRe)) - v0 * q * (T * eInvRe - (rRe * sRe - rIm * sIm))
  const byDIm = mean * -2 * (sIm - inverseDIm) - v0 * q * (T * eInvIm - (rRe * sIm + rIm * sRe))
  // by d over d, and the whole derivative along beta
  const byDOverRe = byDRe * inverseDRe - byDIm * inverseDIm
  const byDOverIm = byDRe * inverseDIm + byDIm * inverseDRe
  const alongRe = byBetaRe + byDOverRe * betaRe - byDOverIm * betaIm
  const alongIm = byBetaIm + byDOverRe * betaIm + byDOverIm * betaRe
  // times i z = 1/2 + i u
  const turnedRe = 0.5 * alongRe - u * alongIm
  const turnedIm = 0.5 * alongIm + u * alongRe

  out[2] = bRe
  out[3] = bIm
  out[4] = theta * aRe + alongRe
  out[5] = theta * aIm + alongIm
  out[6] = kappa * aRe
  out[7] = kappa * aIm
  out[8] = (-2 / sigma) * kappa * theta * aRe - rho * turnedRe + sigma * q * byDOverRe
  out[9] = (-2 / sigma) * kappa * theta * aIm - rho * turnedIm + sigma * q * byDOverIm
  out[10] = -sigma * turnedRe
  out[11] = -sigma * turnedIm
  let cumulantRe = kappa * theta * aRe + v0 * bRe
  let cumulantIm = kappa * theta * aIm + v0 * bIm

  if (parameters.length > 5) {
    const intensity = parameters[5]
    const jumpMean = parameters[6]
    const jumpVol = parameters[7]
    // (i z)^2 = (1/4 - u^2) + i u
    const squaredRe = 0.25 - u * u
    const exponent = Math.exp(0.5 * jumpMean + 0.5 * squaredRe * jumpVol * jumpVol)
    const angle = u * jumpMean + 0.5 * u * jumpVol * jumpVol
    const jumpRe = exponent * Math.cos(angle)
    const jumpIm = exponent * Math.sin(angle)
    const growth = Math.exp(jumpMean + 0.5 * jumpVol * jumpVol)
    const excessRe = jumpRe - 1 - 0.5 * (growth - 1)
    const excessIm = jumpIm - u * (growth - 1)
    const weight = intensity * T
    cumulantRe += weight * excessRe
    cumulantIm += weight * excessIm
    out[12] = T * excessRe
    out[13] = T * excessIm
    out[14] = weight * (0.5 * jumpRe - u * jumpIm - 0.5 * growth)
    out[15] = weight * (0.5 * jumpIm + u * jumpRe - u * growth)
    out[16] = weight * jumpVol * (squaredRe * jumpRe - u * jumpIm - 0.5 * growth)
    out[17] = weight * jumpVol * (squaredRe * jumpIm + u * jumpRe - u * growth)
  }
  const modulus = Math.exp(cumulantRe)
  const re = modulus * Math.cos(cumulantIm)
  const im = modulus * Math.sin(cumulantIm)
  out[0] = re
  out[1] = im
  for (let p = 2; p < 2 + 2 * parameters.length; p += 2) {
    const gRe = out[p]
    out[p] = gRe * re - out[p + 1] * im
    out[p + 1] = gRe * im + out[p + 1] * re
  }
}
