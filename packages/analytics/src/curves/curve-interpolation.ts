/**
 * What is interpolated between the points of a curve, and how. `...-zero` forms act on the continuous zero rate, flat
 * before the first point; `...-log-discount` forms on ln P from (0, 0).
 *
 * - `log-linear-discount`: piecewise constant forwards. `linear-zero`: forwards jump at the points.
 * - `linear-forward`: continuous piecewise linear forwards, constant up to the first point. Each point fixes the forward at its
 *   end by the mean, so that forwards saw unless the points are smooth.
 * - `natural-cubic-...`, `clamped-cubic-zero` (slope 0 at both ends), `not-a-knot-cubic-zero`: cubic splines.
 * - `tension-...`: exponential spline under a given tension.
 * - `pchip-...`, `hyman-log-discount`: monotone where the points are; the last keeps forwards from turning negative.
 * - `monotone-convex`: Hagan and West's forwards; `monotone-convex-positive` bounds them by 0 from below.
 */
export const curveInterpolations = [
  'log-linear-discount',
  'linear-zero',
  'linear-forward',
  'natural-cubic-zero',
  'clamped-cubic-zero',
  'not-a-knot-cubic-zero',
  'pchip-zero',
  'tension-zero',
  'natural-cubic-log-discount',
  'hyman-log-discount',
  'pchip-log-discount',
  'tension-log-discount',
  'monotone-convex',
  'monotone-convex-positive',
] as const
export type CurveInterpolation = (typeof curveInterpolations)[number]
