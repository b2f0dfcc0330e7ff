import { TuttiError } from '@tutti/analytics/errors'
import * as catalogue from '../../catalogue/actuarial/index.ts'
import type { Answer } from '../reference-form.ts'
import type { mortalityOf } from './actuarial-laws.ts'

type Mortality = ReturnType<typeof mortalityOf>

/** The number that a pattern's first group finds in a text, thousands separators left out; undefined where it does not. */
function numberIn(text: string, ...patterns: readonly RegExp[]): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    if (found !== null) return Number(found[1].replaceAll(',', ''))
  }
  return undefined
}

const NUMBER = String.raw`(\d[\d,]*(?:\.\d+)?)`
const find = (source: string) => new RegExp(source.replaceAll('#', NUMBER), 'i')

function unsupported(question: string): never {
  throw new TuttiError('unsupported', 'no operation understands the question', {
    field: 'question',
    got: question,
    expected: 'a fund for survivors, a number of survivors of groups, or whether an annuity pays more than its value',
  })
}

/** Interest, where the question cannot do without. */
function needed(value: number | undefined, question: string): number {
  return value ?? unsupported(question)
}

/** `Fund for 400 lives aged 60 paying 5000 to each survivor at 85; ... probability of sufficiency is 86%`. */
function fund(question: string, mortality: Mortality, interestAnnual: number): Answer {
  const count = needed(
    numberIn(question, find('# (?:independent )?(?:lives|members|people|insureds|individuals)')),
    question,
  )
  const age = needed(numberIn(question, find(String.raw`age[ds]?\s+#`), find(String.raw`\(#\)`)), question)
  const benefit = needed(
    numberIn(question, find(String.raw`pay(?:s|ing)?(?: out)?\s+(?:a benefit of\s+)?#`), find('# to each')),
    question,
  )
  const years =
    numberIn(question, find(String.raw`(?:after|in|for)\s+# years`)) ??
    needed(
      numberIn(question, find(String.raw`(?:survivor|alive|surviv\w+|living)\s+(?:at|to)\s+(?:age\s+)?#`)),
      question,
    ) - age
  const percent = numberIn(question, find(String.raw`#\s*%`))
  const probability =
    percent === undefined
      ? needed(numberIn(question, find(String.raw`probability\D*?(?:is|of|=)\s*#`)), question)
      : percent / 100
  return {
    fund: catalogue.survivorFundOperation.run({ mortality, age, count, years, benefit, probability, interestAnnual })
      .fund,
  }
}

/** `1000 members aged 35 and 1000 aged 45, independent; N alive after 40 years; smallest n with Pr(N>=n)<=0.05 ...`. */
function survivors(question: string, mortality: Mortality): Answer {
  const groups = [
    ...question.matchAll(
      new RegExp(String.raw`${NUMBER}\s+(?:\w+\s+)?(?:(?:is|are|of|at)\s+)?(?:exact\s+)?aged?\s+${NUMBER}`, 'gi'),
    ),
  ].map(([, count, age]) => ({
    mortality,
    count: Number(count.replaceAll(',', '')),
    age: Number(age.replaceAll(',', '')),
  }))
  const years = needed(numberIn(question, find(String.raw`(?:after|in)\s+# years`), find('# years')), question)
  const tail = needed(
    numberIn(question, find(String.raw`\)\s*(?:<=|<|≤)\s*#`), find(String.raw`(?:at most|no more than|less than)\s+#`)),
    question,
  )
  if (groups.length === 0 || !/normal/i.test(question)) unsupported(question)
  // as printed tables have it
  const result = catalogue.survivorCountOperation.run({
    groups,
    years,
    tailProbability: tail,
    ...(tail === 0.05 ? { normalDeviate: 1.645 } : {}),
  })
  return {
    mean: result.mean,
    standard_deviation: result.standardDeviation,
    ...(tail === 0.05 ? { mean_plus_1_645_sd: result.quantile } : {}),
    published_answer: result.smallestCount,
  }
}

/** `... annuity-due of 1 with a 5-year certain period on (55) ... probability that the sum of the payments exceeds ...`. */
function annuityPayout(question: string, mortality: Mortality, interestAnnual: number): Answer {
  const age = needed(
    numberIn(
      question,
      find(String.raw`\(#\)`),
      find(String.raw`age[ds]?\s+#`),
      find(String.raw`(?:to|on|for|at)\s+(?:a\s+life\s+)?#(?!\s*-?\s*year)`),
      find(String.raw`#-year-old`),
    ),
    question,
  )
  const guaranteeYears =
    numberIn(
      question,
      find(String.raw`#[\s-]*years?[\s-]*(?:certain|guarante)`),
      find(String.raw`(?:certain|guarantee)\w*(?:\s+period)?(?:\s+of|\s+for)?(?:\s+the\s+first)?\s+#[\s-]*years?`),
    ) ?? (/certain|guarante/i.test(question) ? unsupported(question) : 0)
  if (/month|quarter|continuous|immediate|arrear|defer/i.test(question)) unsupported(question)
  const result = catalogue.annuityPayoutOperation.run({ mortality, age, guaranteeYears, interestAnnual })
  return {
    epv: result.expectedPresentValue,
    probability: result.probability,
    published_answer: result.probability,
  }
}

/** The answer to a question in words, of the kinds that the operations cover. Throws `unsupported` for any other. */
export function answeredQuestion(question: string, mortality: Mortality, interest: number | undefined): Answer {
  if (/fund|initial balance/i.test(question) && /sufficien|suffic/i.test(question)) {
    const answer = fund(question, mortality, needed(interest, question))
    return { ...answer, published_answer: answer.fund }
  }
  if (/smallest|minimum|least/i.test(question) && /alive|surviv/i.test(question)) return survivors(question, mortality)
  if (
    /annuity/i.test(question) &&
    /probability|pr\b|chance/i.test(question) &&
    /exceed|more than|greater|>/i.test(question)
  ) {
    return annuityPayout(question, mortality, needed(interest, question))
  }
  return unsupported(question)
}
