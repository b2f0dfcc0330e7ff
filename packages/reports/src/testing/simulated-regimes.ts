import type { SimulatedRegime } from './simulated-figures.ts'

function regime(
  id: string,
  name: string,
  weight: number,
  drift: number,
  volatility: number,
  initialRate: number,
  equityRate: number,
): SimulatedRegime {
  return {
    id,
    name,
    weight,
    equity: { drift, volatility, varianceReversion: 2, volOfVariance: 0.3 },
    rates: { initialRate, meanReversion: 0.1, volatility: 0.01 },
    bond: { maturityYears: 10, riskPremium: 0 },
    correlation: { equityVariance: -0.7, equityRate, varianceRate: -0.7 * equityRate },
  }
}

/** Five regimes with figures like those of the standard study. */
export const fiveRegimes: readonly SimulatedRegime[] = [
  regime('base', 'Base case', 0.4, 0.08, 0.18, 0.03, -0.3),
  regime('bull', 'Bull market', 0.2, 0.15, 0.12, 0.02, 0),
  regime('bear', 'Bear market', 0.15, -0.05, 0.35, 0.01, -0.6),
  regime('high-vol', 'High volatility', 0.1, 0.05, 0.4, 0.02, -0.3),
  regime('low-vol', 'Low volatility', 0.15, 0.07, 0.08, 0.02, -0.3),
]

/** Six regimes whose ids and names try to break out of markup, slots and pointers. */
export const hostileRegimes: readonly SimulatedRegime[] = [
  regime('a/b~c', '<script>alert("regime")</script>', 0.3, 0.08, 0.18, 0.03, -0.3),
  regime('}} | text', 'Closing }} braces {{/study/seed | count}}', 0.2, 0.15, 0.12, 0.02, 0),
  regime('"><img src=x>', '"><img src=x onerror=alert(1)>', 0.15, -0.05, 0.35, 0.01, -0.6),
  regime('%7B', "O'Brien & Söhne — 日本の長い名前の市場環境", 0.1, 0.05, 0.4, 0.02, -0.3),
  regime(
    'low-vol',
    ']]></style><!--/telemetry--> a very long name of a regime that will not fit anywhere',
    0.15,
    0.07,
    0.08,
    0.02,
    -0.3,
  ),
  regime('own', 'Stagflation', 0.1, 0.02, 0.22, 0.055, 0.35),
]
