import { copulaFit, marginalFit } from '@tutti/analytics/simulation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive, series } from '../value-schemas.ts'
import { copulaSchema, marginalSchema } from './schemas.ts'

const kinds = ['normal', 'student-t', 'skewed-t', 'semi-parametric', 'historical'] as const

const marginalResult = z.strictObject({
  marginal: marginalSchema,
  observations: z.int(),
  logLikelihood: nullableNumber,
  akaike: nullableNumber,
  bayes: nullableNumber,
  standardErrors: z.record(z.string(), nonNegative).nullable().describe('by parameter; null on a bound'),
  cramerVonMises: nullableNumber.describe('W^2; the usual tables do not hold for fitted parameters'),
  cautions: z.array(z.enum(['short-sample', 'near-normal', 'infinite-variance', 'tail-by-moments', 'few-excesses'])),
})

/** Marginals of a strategy's returns. */
export const marginalFitOperation = defineOperation({
  name: 'simulation/marginal-fit',
  title: 'Fit of marginal distributions',
  description:
    'Fits normal, Student t, skewed t (Hansen) by maximum likelihood, or generalised Pareto tails on the sample, with standard errors; the best of the likelihoods by the Akaike criterion.',
  source: 'Hansen, International Economic Review 35 (1994); McNeil & Frey, J. of Empirical Finance 7 (2000)',
  input: z.strictObject({
    returns: series.max(20_000).describe('of a period, decimals'),
    kinds: z.array(z.enum(kinds)).min(1).describe('which to fit'),
    tailShare: z.number().gt(0.01).lt(0.3).optional().describe('of each Pareto tail; default 0.1'),
  }),
  output: z.strictObject({
    fits: z.array(marginalResult),
    best: z.enum(kinds).nullable().describe('least Akaike criterion; null where none has a likelihood'),
  }),
  example: {
    returns: Array.from({ length: 60 }, (_, t) =>
      Number((0.004 + 0.03 * Math.sin(t * t * 1.7) ** 3 + 0.01 * Math.cos(t * 2.3)).toFixed(5)),
    ),
    kinds: ['normal' as const, 'student-t' as const],
  },
  cost: 'medium',
  failures: [
    { code: 'not-applicable', when: 'the returns are all equal' },
    { code: 'not-converged', when: 'no maximum is found' },
  ],
  compute: ({ returns, kinds: wanted, tailShare }) => {
    const fits = [...new Set(wanted)].map((kind) => marginalFit(returns, kind, tailShare))
    const ranked = fits.filter(({ akaike }) => akaike !== null).sort((a, b) => Number(a.akaike) - Number(b.akaike))
    return {
      fits: fits.map((fit) => ({
        ...fit,
        marginal: marginalSchema.parse(fit.marginal),
        standardErrors: fit.standardErrors === null ? null : { ...fit.standardErrors },
        cautions: [...fit.cautions],
      })),
      best: ranked.length === 0 ? null : ranked[0].marginal.kind,
    }
  },
})

const tailDependence = z.strictObject({ lower: nonNegative, upper: nonNegative })
const copulaKinds = ['gaussian', 'student-t', 'clayton', 'clayton-survival', 'gumbel', 'gumbel-survival'] as const

/** Copulas of joint returns. */
export const copulaFitOperation = defineOperation({
  name: 'simulation/copula-fit',
  title: 'Fit of copulas by ranks',
  description:
    "Fits Gaussian, Student t, Clayton and Gumbel copulas (and their survival versions) to joint returns by the ranks: pseudo-likelihood and Kendall's tau, standard errors and profile intervals, tail dependence of the model beside that of the sample; the best by the Akaike criterion.",
  source: 'Genest, Ghoudi & Rivest, Biometrika 82 (1995); Demarta & McNeil, International Statistical Review 73 (2005)',
  input: z.strictObject({
    observations: z.array(series.min(2).max(100)).min(20).max(5000).describe('periods as rows, strategies as columns'),
    kinds: z.array(z.enum(copulaKinds)).min(1).describe('which to fit'),
  }),
  output: z.strictObject({
    fits: z.array(
      z.strictObject({
        kind: z.enum(copulaKinds),
        copula: copulaSchema,
        observations: z.int(),
        strategies: z.int(),
        logLikelihood: nullableNumber.describe('of the ranks; null for a Gumbel copula of more than two strategies'),
        akaike: nullableNumber,
        parameters: z.int(),
        parameter: z
          .strictObject({
            name: z.enum(['degreesOfFreedom', 'theta']),
            value: positive,
            standardError: nonNegative.nullable().describe('ranks taken as exact: a lower bound; null on a bound'),
            lower: nullableNumber.describe('95 % by the profile likelihood; null where the sample does not bound it'),
            upper: nullableNumber,
          })
          .nullable(),
        tails: z.array(
          z.strictObject({
            pair: z.tuple([z.int(), z.int()]),
            kendallTau: number,
            model: tailDependence,
            sample: tailDependence
              .extend({ lowerError: nonNegative, upperError: nonNegative })
              .describe('at the 5 % quantiles'),
          }),
        ),
        cautions: z.array(
          z.enum([
            'short-sample',
            'ties',
            'near-gaussian',
            'repaired-correlation',
            'negative-dependence',
            'theta-by-kendall',
          ]),
        ),
      }),
    ),
    best: z.enum(copulaKinds).nullable().describe('least Akaike criterion'),
  }),
  example: {
    observations: Array.from({ length: 40 }, (_, t) => {
      const common = Math.sin(t * t * 1.3)
      return [
        Number((common + 0.5 * Math.cos(t * 2.1)).toFixed(4)),
        Number((common + 0.6 * Math.sin(t * 3.7)).toFixed(4)),
      ]
    }),
    kinds: ['gaussian' as const, 'student-t' as const, 'clayton' as const],
  },
  cost: 'medium',
  failures: [
    {
      code: 'not-applicable',
      when: 'a strategy is constant, or the mean tau of an exchangeable copula is not above 0',
    },
  ],
  compute: ({ observations, kinds: wanted }) => {
    const fits = [...new Set(wanted)].map((kind) => ({ kind, fit: copulaFit(observations, kind) }))
    const ranked = fits
      .filter(({ fit }) => fit.akaike !== null)
      .sort((a, b) => Number(a.fit.akaike) - Number(b.fit.akaike))
    return {
      fits: fits.map(({ kind, fit }) => ({
        kind,
        ...fit,
        copula: copulaSchema.parse(fit.copula),
        tails: fit.tails.map(({ pair, kendallTau, model, sample }) => ({
          pair: [pair[0], pair[1]] as [number, number],
          kendallTau,
          model: { ...model },
          sample: { ...sample },
        })),
        cautions: [...fit.cautions],
      })),
      best: ranked[0]?.kind ?? null,
    }
  },
})
