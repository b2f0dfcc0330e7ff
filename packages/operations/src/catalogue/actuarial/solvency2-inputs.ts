import { type Solvency2Part, solvency2ParametersOn, solvency2Versions } from '@tutti/analytics/actuarial'
import { z } from 'zod'
import { isoDate } from '../value-schemas.ts'

/** The date that chooses the version of the parameters. */
export const valuationDate = isoDate.describe('of the valuation; chooses the version of the parameters')

/** The parameters in force on a date. */
export const parametersOn = (date: string) => solvency2ParametersOn(solvency2Versions, date)

/** What every answer says of the version. */
export const versionShape = z.strictObject({
  validFrom: isoDate,
  source: z.string(),
  cautions: z
    .array(z.string())
    .describe('of the parameters used: what is not held, or could be confirmed in few public places only'),
})

/** The version as an answer that uses these parts of it shows it. */
export const versionOf = (date: string, parts: readonly Solvency2Part[]) => {
  const { validFrom, source, cautions } = parametersOn(date)
  const used = cautions.filter(({ about }) => about.some((part) => parts.includes(part)))
  return { validFrom, source, cautions: used.map(({ text }) => text) }
}

/** How a date fails. */
export const unknownDate = [
  {
    code: 'missing-data' as const,
    when: 'the date lies before 2016, or the version in force does not hold the parameters for an exposure',
  },
]
