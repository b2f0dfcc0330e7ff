import { mortalityLawFit } from '@tutti/analytics/actuarial'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'

const ages = Array.from({ length: 16 }, (_, i) => 60 + 2 * i)
const exposures = ages.map((age) => 40_000 - 1_100 * (age - 60))

/** A law from deaths. */
export const mortalityLawFitOperation = defineOperation({
  name: 'actuarial/mortality-law-fit',
  title: 'Gompertz or Gompertz-Makeham law from deaths and exposures',
  description:
    'Maximum likelihood fit of the force of mortality A + B c^x to deaths (Poisson) at ages, with standard errors, deviance test and over-dispersion.',
  source:
    'Forfar, McCutcheon & Wilkie, JIA 115 (1988); Macdonald, Richards & Currie, Modelling Mortality with Actuarial Applications (2018), ch. 10',
  input: z.strictObject({
    law: z.enum(['gompertz', 'gompertz-makeham']),
    ages: z
      .array(z.number().min(0).max(150))
      .min(2)
      .max(1000)
      .describe('last birthday; the force is that half a year on'),
    deaths: z.array(nonNegative).min(2).max(1000),
    exposures: z.array(positive).min(2).max(1000).describe('person-years lived at each age'),
  }),
  output: z.strictObject({
    A: nonNegative,
    B: positive,
    c: positive,
    standardErrors: z.strictObject({ A: nullableNumber, lnB: nonNegative, lnC: nonNegative }),
    logLikelihood: number.describe('without the constant of the factorials'),
    deviance: nonNegative,
    degreesOfFreedom: z.int(),
    deviancePValue: nullableNumber,
    dispersion: nullableNumber.describe('deviance over degrees of freedom'),
    totalDeaths: positive,
    fittedDeaths: z.array(nonNegative),
    aAtBound: z.boolean().describe('a Makeham term does not help: A is 0'),
    iterations: z.int(),
    cautions: z.array(z.string()),
  }),
  failures: [
    { code: 'not-applicable', when: 'there are no deaths or fewer ages than parameters' },
    { code: 'calculation-failed', when: 'the deaths do not tell the parameters apart' },
    { code: 'not-converged', when: 'the fit does not settle' },
  ],
  example: {
    law: 'gompertz-makeham' as const,
    ages,
    deaths: ages.map((age, i) => Math.round(exposures[i] * (0.0004 + 2.7e-6 * 1.124 ** (age + 0.5)))),
    exposures,
  },
  compute: (input) => {
    const fit = mortalityLawFit(input.law, input.ages, input.deaths, input.exposures)
    const cautions: string[] = []
    if (fit.totalDeaths < 100) cautions.push(`Only ${fit.totalDeaths} deaths: the standard errors are rough.`)
    if (fit.aAtBound) cautions.push('The likelihood is highest at A = 0: the Makeham term is left out.')
    if (fit.deviancePValue !== null && fit.deviancePValue < 0.01) {
      cautions.push('The deviance is too large for the law with Poisson deaths: the standard errors are too small.')
    }
    return { ...fit, standardErrors: { ...fit.standardErrors }, fittedDeaths: [...fit.fittedDeaths], cautions }
  },
})
