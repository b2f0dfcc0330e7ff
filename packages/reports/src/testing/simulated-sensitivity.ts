import type { SensitivityRecord } from '@tutti/workflows/asset-allocation'
import { draws, estimate } from './simulated-figures.ts'

const parameters = ['targetVolatility', 'weightFunction', 'windowMonths', 'riskAversion', 'costBp']
const labels: Readonly<Record<string, readonly string[]>> = {
  targetVolatility: ['5–8 %', '8–11 %', '11–14 %', '14–17 %', '17–20 %'],
  weightFunction: ['inverse volatility', 'inverse volatility squared', 'linear decay', 'sigmoid'],
  windowMonths: ['6–9 months', '10–13 months', '14–17 months', '18–21 months', '22–24 months'],
  riskAversion: ['0.5–1.4', '1.4–2.3', '2.3–3.2', '3.2–4.1', '4.1–5'],
  costBp: ['0–4 bp', '4–8 bp', '8–12 bp', '12–16 bp', '16–20 bp'],
}

/** Made-up sensitivity indices, one empty heatmap cell included. */
export function simulatedSensitivity(seed: number): SensitivityRecord {
  const uniform = draws(seed + 9)
  const pairs = [
    ['windowMonths', 'weightFunction'],
    ['targetVolatility', 'riskAversion'],
    ['targetVolatility', 'weightFunction'],
    ['riskAversion', 'weightFunction'],
    ['windowMonths', 'targetVolatility'],
  ] as const
  return {
    output: 'average Sharpe ratio',
    parameters,
    firstOrder: [0.31, 0.24, 0.02, 0.18, 0.03].map((value) => estimate(value, 0.014)),
    total: [0.42, 0.35, 0.04, 0.26, 0.035].map((value) => estimate(value, 0.018)),
    secondOrder: parameters.map((_, i) => parameters.map((_, j) => (i < j ? 0.08 * uniform() : null))),
    evaluations: 3072,
    furtherOutputs: ['average annual return', 'average expected maximum drawdown'].map((output, o) => ({
      output,
      firstOrder: [0.5, 0.2, 0.01, 0.1, 0.02].map((value) => estimate(value + 0.03 * o, 0.016)),
      total: [0.6, 0.26, 0.03, 0.17, 0.02].map((value) => estimate(value + 0.03 * o, 0.019)),
    })),
    heatmaps: pairs.map(([x, y], p) => ({
      x,
      y,
      xLabels: labels[x],
      yLabels: labels[y],
      values: labels[y].map((_, row) =>
        labels[x].map((_, column) =>
          p === 0 && row === 1 && column === 3 ? null : 0.22 + 0.18 * uniform() + 0.02 * column,
        ),
      ),
    })),
    mainEffects: parameters.map((parameter) => ({
      parameter,
      labels: labels[parameter],
      means: labels[parameter].map((_, i) => (parameter === 'costBp' && i === 4 ? null : 0.28 + 0.08 * uniform())),
    })),
  }
}
