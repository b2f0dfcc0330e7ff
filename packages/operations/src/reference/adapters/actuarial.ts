import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/actuarial/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { answeredQuestion } from './actuarial-questions.ts'
import { lawFields, mortalityOf } from './actuarial-laws.ts'
import { exactly, list, rows } from './form-inputs.ts'

/** The date on which the first version of the standard formula's parameters holds, which the forms are written for. */
const FIRST_VERSION = '2016-01-01'

const zeroCurve = exactly({
  type: z
    .string()
    .regex(
      /^\s*zero( rates?)?\s*,\s*continuous\s*,\s*linear(\s+in\s+(zero\s+)?rates?)?\s*,\s*flat\s+(ends|outside|extrapolation)\s*$/i,
    ),
  times: list,
  zero_rates: list,
})

/** Survival to a power, as the form says it: `survival probabilities raised to the power 0.8 (...)`. */
function powerSaid(text: string): number {
  const found = /raised\s+to\s+the\s+power\s+(?:of\s+)?(\d*\.?\d+)/i.exec(text)
  if (found !== null) return Number(found[1])
  const lower = /(\d+(?:\.\d+)?)\s*%\s+(lower|higher)\s+force/i.exec(text)
  if (lower !== null) return 1 + (lower[2].toLowerCase() === 'lower' ? -1 : 1) * (Number(lower[1]) / 100)
  throw new TuttiError('unsupported', `longevity_shock says ${text}, which no operation knows`, {
    field: 'longevity_shock',
    got: text,
    expected: 'survival probabilities raised to the power p',
  })
}

/** The ages of `reversionary_62_after_65` and its like: to the first, after the second. */
const REVERSIONARY = /^reversionary_(\d+(?:\.\d+)?)_after_(\d+(?:\.\d+)?)$/

const points = z.array(exactly({ maturity: z.number(), rate: z.number() }))

const interpolationSaid = z
  .string()
  .regex(/linear/i)
  .refine((text) => !/log|cubic|spline|constant/i.test(text))

/** Curves under `base_rates`, and under the same name with a word behind it. */
const baseRates = z.union([exactly({ base_rates: points }), z.record(z.string().regex(/^base_rates(_\w+)?$/), points)])

/** Life contingencies, mortality models and Solvency II. */
export const actuarialForms: readonly ReferenceForm[] = [
  referenceForm(
    'life_table',
    exactly({ ...lawFields, interest: z.number(), radix_age: z.number(), radix: z.number(), ages: list }),
    ({ interest, radix_age: radixAge, radix, ages, ...law }) => {
      const table = catalogue.lifeTableOperation.run({
        mortality: mortalityOf(law),
        ages,
        radixAge,
        radix,
        interestAnnual: interest,
      })
      const each = <K extends keyof (typeof table.ages)[number]>(key: K) => table.ages.map((row) => row[key])
      return {
        annuity_due: each('annuityDue'),
        insurance_A: each('insurance'),
        insurance_2A: each('insuranceSecondMoment'),
        l_x: each('survivors'),
        q_x: each('deathProbability'),
        curtate_expectation: each('curtateExpectationYears'),
        complete_expectation: each('completeExpectationYears'),
      }
    },
  ),
  referenceForm(
    'life_contingencies',
    exactly({ ...lawFields, interest: z.number(), age: z.number(), term: z.number() }),
    ({ interest, age, term, ...law }, wanted) => {
      const values = catalogue.lifeContingenciesOperation.run({
        mortality: mortalityOf(law),
        age,
        termYears: term,
        interestAnnual: interest,
      })
      const premiums = {
        whole_life: values.netAnnualPremiums.wholeLifeInsurance,
        term: values.netAnnualPremiums.termInsurance,
        term_insurance: values.netAnnualPremiums.termInsurance,
        endowment: values.netAnnualPremiums.endowmentInsurance,
        endowment_insurance: values.netAnnualPremiums.endowmentInsurance,
      }
      const premiumsWanted = wanted.flatMap((key) => {
        const found = /^net_annual_premium_([a-z_]+?)(?:_(\d+))?$/.exec(key)
        const premium = found === null ? undefined : premiums[found[1] as keyof typeof premiums]
        return found === null || premium === undefined ? [] : [[key, premium * Number(found[2] ?? 1)] as const]
      })
      return {
        pure_endowment: values.pureEndowment,
        temporary_annuity_due: values.temporaryAnnuityDue,
        term_insurance: values.termInsurance,
        endowment_insurance: values.endowmentInsurance,
        deferred_annuity_due: values.deferredAnnuityDue,
        whole_life_annuity_due: values.wholeLifeAnnuityDue,
        whole_life_insurance: values.wholeLifeInsurance,
        ...Object.fromEntries(premiumsWanted),
      }
    },
  ),
  referenceForm(
    'monthly_annuity',
    exactly({ ...lawFields, interest: z.number(), age: z.number(), payments_per_year: z.int() }),
    ({ interest, age, payments_per_year: paymentsPerYear, ...law }) => {
      const values = catalogue.mthlyAnnuityOperation.run({
        mortality: mortalityOf(law),
        age,
        interestAnnual: interest,
        paymentsPerYear,
      })
      return {
        exact_annuity_due_monthly: values.exact,
        exact_annuity_due: values.exact,
        woolhouse_two_terms: values.woolhouseTwoTerms,
        woolhouse_three_terms: values.woolhouseThreeTerms,
        udd: values.uniformDeaths,
      }
    },
  ),
  referenceForm(
    'joint_life_annuity',
    exactly({
      ...lawFields,
      interest: z.number(),
      ages: z.array(z.number()).min(2),
      independent: z.literal(true).optional(),
    }),
    (input, wanted) => {
      const { interest, ages, independent: _, ...law } = input
      const mortality = mortalityOf(law)
      const values = catalogue.jointLifeOperation.run({
        lives: ages.map((age) => ({ mortality, age })),
        interestAnnual: interest,
      })
      const reversionary = wanted.flatMap((key) => {
        const found = REVERSIONARY.exec(key)
        if (found === null) return []
        const to = ages.indexOf(Number(found[1]))
        // where both lives have the same age, the second of them
        const after = ages.findLastIndex((age, i) => i !== to && age === Number(found[2]))
        return to < 0 || after < 0 ? [] : [[key, values.reversionary[to][after]] as const]
      })
      return {
        joint_annuity_due: values.joint,
        last_survivor_annuity_due: values.lastSurvivor,
        single_annuities_due: values.single,
        ...Object.fromEntries(reversionary),
      }
    },
  ),
  referenceForm(
    'soa_question',
    exactly({ ...lawFields, interest: z.number().optional(), question: z.string() }),
    ({ question, interest, ...law }) => answeredQuestion(question, mortalityOf(law), interest),
  ),
  referenceForm(
    'gompertz_annuity',
    exactly({ modal_age: z.number(), dispersion: z.number(), force_of_interest: z.number(), ages: list }),
    ({ modal_age: modalAge, dispersion, force_of_interest: rateContinuous, ages }, wanted) => {
      const mortality = { kind: 'gompertz-modal' as const, modalAge, dispersion }
      const lives = ages.map((age) =>
        catalogue.survivalOperation.run({ mortality, age, years: [1, 5, 10, 15, 20, 30] }),
      )
      const years = { one: 0, five: 1, ten: 2, fifteen: 3, twenty: 4, thirty: 5 }
      return {
        continuous_whole_life_annuity: ages.map(
          (age) =>
            catalogue.lifeAnnuityOperation.run({
              mortality,
              age,
              paymentsPerYear: 'continuous',
              curve: { kind: 'flat', rateContinuous },
            }).value,
        ),
        complete_expectation: lives.map((life) => life.completeExpectationYears),
        curtate_expectation: lives.map((life) => life.curtateExpectationYears),
        ...Object.fromEntries(
          wanted.flatMap((key) => {
            const at = years[/^([a-z]+)_year_survival$/.exec(key)?.[1] as keyof typeof years]
            return at === undefined ? [] : [[key, lives.map(({ survival }) => survival[at])] as const]
          }),
        ),
      }
    },
  ),
  referenceForm(
    'pension_liability',
    exactly({
      ...lawFields,
      age: z.number(),
      annual_benefit: z.number(),
      indexation: z.number().optional(),
      years: z.number(),
      curve: zeroCurve,
      longevity_shock: z.string().optional(),
    }),
    ({ age, annual_benefit: annualBenefit, indexation, years, curve, longevity_shock: shock, ...law }) => {
      const result = catalogue.annuityLiabilityOperation.run({
        mortality: mortalityOf(law),
        age,
        annualBenefit,
        termYears: years,
        increaseAnnual: indexation ?? 0,
        curve: { kind: 'linear-zero', timesYears: curve.times, zeroRates: curve.zero_rates },
        ...(shock === undefined ? {} : { shockedForceFactor: powerSaid(shock) }),
      })
      return {
        present_value: result.presentValue,
        effective_duration: result.effectiveDurationYears,
        effective_convexity: result.effectiveConvexityYearsSquared,
        ...(shock === undefined ? {} : { present_value_longevity_shock: result.presentValueShocked }),
        expected_cash_flows_first5: result.amounts.slice(0, 5),
      }
    },
  ),
  referenceForm(
    'lee_carter',
    exactly({
      ages: list,
      years: list,
      log_central_death_rates: rows,
      constraints: z
        .string()
        .regex(/sum\s+b_?x?\s*=\s*1/i)
        .regex(/sum\s+k_?t?\s*=\s*0/i)
        .refine((text) => !/re-?estimat/i.test(text) || /no\s+re-?estimation/i.test(text))
        .optional(),
    }),
    ({ ages, years, log_central_death_rates: logCentralDeathRates }, wanted) => {
      const horizons = wanted.map((key) => Number(/^forecast_(?:k|log_m)_(\d+)/.exec(key)?.[1] ?? 10))
      const fit = catalogue.leeCarterOperation.run({
        ages,
        years,
        logCentralDeathRates,
        horizonYears: Math.max(10, ...horizons),
      })
      const forecasts = wanted.flatMap((key) => {
        const index = /^forecast_k_(\d+)$/.exec(key)
        if (index !== null) return [[key, fit.indexForecasts[Number(index[1]) - 1].central] as const]
        const rate = /^forecast_log_m_(\d+)_(first|last)_age$/.exec(key)
        if (rate === null) return []
        const row = fit.logRateForecasts[rate[2] === 'first' ? 0 : ages.length - 1]
        return [[key, row[Number(rate[1]) - 1].central] as const]
      })
      return {
        a_x: fit.a,
        b_x: fit.b,
        k_t: fit.k,
        explained_variance_first: fit.explainedVariance,
        random_walk_drift: fit.drift,
        random_walk_sigma: fit.sigma,
        ...Object.fromEntries(forecasts),
      }
    },
  ),
  referenceForm(
    'cbd',
    exactly({
      ages: list,
      years: list,
      death_probabilities: rows,
      method: z
        .string()
        .regex(/ols.*logit\s*q.*(x\s*-\s*mean\s*age|x\s*-\s*xbar)/i)
        .optional(),
    }),
    ({ ages, years, death_probabilities: deathProbabilities }) => {
      const fit = catalogue.cairnsBlakeDowdOperation.run({ ages, years, deathProbabilities })
      return {
        kappa1: fit.kappa1,
        kappa2: fit.kappa2,
        drift: fit.drift,
        innovation_covariance: fit.innovationCovariance,
      }
    },
  ),
  referenceForm(
    'solvency2_interest_shock_factors',
    exactly({ maturities: list, interpolation: interpolationSaid.optional() }),
    ({ maturities }) => {
      const result = catalogue.interestShocksOperation.run({ date: FIRST_VERSION, maturitiesYears: maturities })
      return { up: result.upFactors, down: result.downFactors }
    },
  ),
  referenceForm('solvency2_shocked_rates', baseRates, (input) => {
    const answers = Object.entries(input).flatMap(([key, rates]) => {
      const suffix = key.slice('base_rates'.length)
      const result = catalogue.interestShocksOperation.run({
        date: FIRST_VERSION,
        maturitiesYears: rates.map(({ maturity }) => maturity),
        baseRates: rates.map(({ rate }) => rate),
      })
      return [
        [`up${suffix}`, result.upRates],
        [`down${suffix}`, result.downRates],
      ] as const
    })
    return Object.fromEntries(answers)
  }),
  referenceForm(
    'scr_aggregation',
    exactly({
      modules: z.array(z.string()),
      scr: list,
      correlation_down_A_0_5: rows.optional(),
      correlation_up_A_0: rows.optional(),
      correlation: rows.optional(),
    }),
    ({ modules: names, scr, correlation_down_A_0_5: down, correlation_up_A_0: up, correlation }) => {
      const modules = names.map((name, i) => ({ name, scr: scr[i] }))
      const total = (correlations: number[][] | undefined) =>
        correlations === undefined
          ? undefined
          : catalogue.capitalAggregationOperation.run({ modules, correlations }).total
      return {
        ...(down === undefined ? {} : { market_scr_down_shock_binding: total(down) }),
        ...(up === undefined ? {} : { market_scr_up_shock_binding: total(up) }),
        ...(correlation === undefined ? {} : { scr: total(correlation), total_scr: total(correlation) }),
      }
    },
  ),
  referenceForm(
    'risk_margin',
    exactly({ projected_scr: list, cost_of_capital: z.number(), rates_annual: list }),
    ({ projected_scr: projectedScr, cost_of_capital: costOfCapital, rates_annual: ratesAnnual }) => ({
      risk_margin: catalogue.riskMarginOperation.run({ projectedScr, costOfCapital, ratesAnnual }).riskMargin,
    }),
  ),
]
