import { z } from 'zod'
import * as catalogue from '../../catalogue/optimisation/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'

const equilibrium = {
  assets: z.array(z.string()).optional(),
  equilibrium_weights: list,
  risk_aversion: z.number(),
}
const byVolatility = { ...equilibrium, volatilities: list, correlation: rows }
const byCovariance = { ...equilibrium, covariance: rows }

const covarianceOf = (volatilities: readonly number[], correlation: readonly (readonly number[])[]): number[][] =>
  correlation.map((row, i) => row.map((rho, j) => rho * volatilities[i] * volatilities[j]))

/** The texts that give each view half of the confidence: the error variance is that of the view under the prior. */
const proportional = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/\^t\b|\.t\b/g, "'")
      .replace(/[\s*@()]/g, '')
      .replace(/^(?:proportional|he-?litterman)[:,]?/, ''),
  )
  .pipe(z.enum(["diagptausigmap'", "diagtaupsigmap'", "taudiagpsigmap'"]))

/** An error covariance that is diagonal: views that err apart. */
const errors = rows.refine(
  (matrix) => matrix.every((row, i) => row.length === matrix.length && row.every((value, j) => i === j || value === 0)),
  'has views whose errors depend on each other',
)

const views = { tau: z.number(), P: rows, Q: list }

const outcome = (found: ReturnType<typeof catalogue.blackLittermanOperation.run>) => ({
  implied_returns: found.impliedReturns,
  posterior_mean: found.meanReturns,
  posterior_covariance: found.returnCovariance,
  optimal_weights: found.weights,
  weights_unconstrained_prior_covariance: found.weightsPriorCovariance,
  implied_percent_published: found.impliedReturns.map((value) => 100 * value),
  posterior_percent_published: found.meanReturns.map((value) => 100 * value),
  posterior_mean_percent_published: found.meanReturns.map((value) => 100 * value),
  optimal_weights_percent_published: found.weights.map((value) => 100 * value),
  weights_percent_published: found.weightsPriorCovariance.map((value) => 100 * value),
})

const impliedOf = (covariance: number[][], weights: readonly number[], riskAversion: number) => {
  const { impliedReturns } = catalogue.impliedReturnsOperation.run({ covariance, weights: [...weights], riskAversion })
  return {
    implied_returns: impliedReturns,
    implied_returns_percent_published: impliedReturns.map((value) => 100 * value),
  }
}

const viewList = (
  portfolios: readonly number[][],
  expected: readonly number[],
  uncertainty: (k: number) => { variance: number } | { confidence: number },
) => portfolios.map((portfolio, k) => ({ portfolio, expectedReturn: expected[k], uncertainty: uncertainty(k) }))

/** Views on an equilibrium. */
export const optimisationViewsForms: readonly ReferenceForm[] = [
  referenceForm('implied_equilibrium_returns', exactly(byVolatility), (input) =>
    impliedOf(covarianceOf(input.volatilities, input.correlation), input.equilibrium_weights, input.risk_aversion),
  ),
  referenceForm('implied_equilibrium_returns', exactly(byCovariance), (input) =>
    impliedOf(input.covariance, input.equilibrium_weights, input.risk_aversion),
  ),
  ...[true, false].flatMap((isByCovariance) => {
    const base = isByCovariance ? byCovariance : byVolatility
    const run = (
      input: z.infer<z.ZodObject<typeof byCovariance>> | z.infer<z.ZodObject<typeof byVolatility>>,
      { tau, P, Q }: { tau: number; P: number[][]; Q: number[] },
      uncertainty: (k: number) => { variance: number } | { confidence: number },
    ) =>
      outcome(
        catalogue.blackLittermanOperation.run({
          covariance: 'covariance' in input ? input.covariance : covarianceOf(input.volatilities, input.correlation),
          weights: input.equilibrium_weights,
          riskAversion: input.risk_aversion,
          tau,
          views: viewList(P, Q, uncertainty),
        }),
      )
    return [
      referenceForm(
        'black_litterman',
        // omega_rule says where the diagonal comes from; the diagonal itself is what counts
        exactly({ ...base, ...views, omega_diagonal: list, omega_rule: z.string().optional() }),
        (input) => run(input, input, (k) => ({ variance: input.omega_diagonal[k] })),
      ),
      referenceForm('black_litterman', exactly({ ...base, ...views, omega: errors }), (input) =>
        run(input, input, (k) => ({ variance: input.omega[k][k] })),
      ),
      referenceForm('black_litterman', exactly({ ...base, ...views, omega: proportional }), (input) =>
        run(input, input, () => ({ confidence: 0.5 })),
      ),
      referenceForm('black_litterman', exactly({ ...base, ...views, confidences: list }), (input) =>
        run(input, input, (k) => ({ confidence: input.confidences[k] })),
      ),
    ]
  }),
]
