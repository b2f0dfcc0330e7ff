import { z } from 'zod'
import { garch11FilterOperation, garch11FitOperation } from '../../catalogue/statistics/index.ts'
import { type Answer, type ObjectiveRule, type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'

/** A text that says where the recursion begins, by the squares whose mean it takes. */
const presample = (squares: RegExp) =>
  z.string().refine((text) => {
    const [, , of] =
      /^(eps_0\^2=h_0|h_0=eps_0\^2)=meanofsquared(.*)$/.exec(text.toLowerCase().replaceAll(/\s/g, '')) ?? []
    return of !== undefined && squares.test(of)
  }, 'is another start of the recursion')

const ofReturns = /^(returns|residuals)$/
const ofResiduals = /^(residuals|demeanedreturns|deviations)$/
const normal = z.string().regex(/^\s*(normal|gaussian)\s*$/i)
const lowered = (synonyms: Readonly<Record<string, string>>) => (value: unknown) =>
  typeof value === 'string' ? (synonyms[value.trim().toLowerCase()] ?? value.trim().toLowerCase()) : value

const fitInputs = z.union([
  exactly({
    returns: list,
    mean: z.preprocess(lowered({ none: 'zero' }), z.literal('zero')),
    distribution: normal,
    presample: presample(ofReturns),
  }),
  exactly({
    returns: list,
    mean: z.preprocess(lowered({ const: 'constant' }), z.literal('constant')),
    distribution: normal,
    presample: presample(ofResiduals),
  }),
])

/** The estimate that Fiorentini, Calzolari & Panattoni (1996) publish for the DEM/GBP returns. */
const published = { mu: -0.00619041, omega: 0.0107613, alpha: 0.153134, beta: 0.805974 }

const logLikelihood = (
  returns: number[],
  parameters: { readonly mu: number; readonly omega: number; readonly alpha: number; readonly beta: number },
): number => garch11FilterOperation.run({ returns, parameters, horizon: 1 }).logLikelihood

/** GARCH(1,1) fits and filters. */
export const garch11Forms: readonly ReferenceForm[] = [
  referenceForm('garch11_fit', fitInputs, ({ returns, mean }) => {
    const fit = garch11FitOperation.run({ returns, mean })
    const errors = fit.standardErrors
    const { mu, omega, alpha, beta } = fit.parameters
    return {
      ...(mean === 'constant' ? { mu } : {}),
      omega,
      alpha,
      beta,
      log_likelihood: fit.logLikelihood,
      log_likelihood_at_published_parameters: logLikelihood(returns, published),
      ...(errors === null || mean === 'zero'
        ? {}
        : { standard_errors_hessian: [errors.mu, errors.omega, errors.alpha, errors.beta] }),
    }
  }),
  referenceForm(
    'garch11_filter',
    exactly({
      returns: list,
      omega: z.number(),
      alpha: z.number(),
      beta: z.number(),
      presample: presample(/^returns$/),
    }),
    ({ returns, omega, alpha, beta }) => {
      const result = garch11FilterOperation.run({ returns, parameters: { mu: 0, omega, alpha, beta }, horizon: 20 })
      return {
        log_likelihood: result.logLikelihood,
        h_first3: result.variances.slice(0, 3),
        h_last: result.variances.at(-1),
        forecast_h_1: result.forecastVariances[0],
        forecast_h_10: result.forecastVariances[9],
        long_run_variance: result.longRunVariance,
        cumulative_variance_20: result.cumulativeVariance,
      }
    },
  ),
]

/** A GARCH(1,1) fit that reaches a higher likelihood with admissible, stationary parameters passes. */
export const garch11Objective: ObjectiveRule = {
  function: 'garch11_fit',
  objective: 'log_likelihood',
  better: 'higher',
  parameters: ['mu', 'omega', 'alpha', 'beta'],
  objectiveAt(inputs, parameters: Answer) {
    const { function: _, ...rest } = inputs
    const input = fitInputs.safeParse(rest)
    const point = z
      .object({
        mu: z.number().default(0),
        omega: z.number().positive(),
        alpha: z.number().min(0),
        beta: z.number().min(0),
      })
      .refine(({ alpha, beta }) => alpha + beta < 1)
      .safeParse(parameters)
    if (!input.success || !point.success) return undefined
    if ((input.data.mean === 'constant') !== 'mu' in parameters) return undefined
    return logLikelihood(input.data.returns, point.data)
  },
}
