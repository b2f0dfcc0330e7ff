import { TuttiError } from '../errors/index.ts'

/** Figures by age and calendar year: row a belongs to `ages[a]`, column t to `years[t]`. */
export type AgeYearTable = readonly (readonly number[])[]

/** Throws `invalid-input` unless ages increase, years are consecutive and the table has a figure for each pair. */
export function requireSurface(
  ages: readonly number[],
  years: readonly number[],
  table: AgeYearTable,
  field: string,
  accepts: (value: number) => boolean,
  expected: string,
): void {
  if (ages.length < 2 || years.length < 3) {
    throw new TuttiError('invalid-input', 'a mortality model needs at least two ages and three years', {
      field: ages.length < 2 ? 'ages' : 'years',
      got: `${ages.length} ages, ${years.length} years`,
      expected: 'at least 2 ages and 3 years',
    })
  }
  const wrongAge = ages.findIndex((age, i) => i > 0 && !(age > ages[i - 1]))
  const wrongYear = years.findIndex((year, i) => !Number.isInteger(year) || (i > 0 && year !== years[i - 1] + 1))
  if (wrongAge >= 0 || wrongYear >= 0) {
    throw new TuttiError('invalid-input', 'ages increase and years are consecutive whole numbers', {
      field: wrongAge >= 0 ? `ages[${wrongAge}]` : `years[${wrongYear}]`,
      got: String(wrongAge >= 0 ? ages[wrongAge] : years[wrongYear]),
      expected: wrongAge >= 0 ? 'more than the age before' : 'the year after the one before',
    })
  }
  if (table.length !== ages.length || table.some((row) => row.length !== years.length)) {
    throw new TuttiError('invalid-input', `${field} has a row for each age and a column for each year`, {
      field,
      got: `${table.length} rows of ${[...new Set(table.map((row) => row.length))].join(', ')}`,
      expected: `${ages.length} rows of ${years.length}`,
    })
  }
  table.forEach((row, a) =>
    row.forEach((value, t) => {
      if (accepts(value)) return
      throw new TuttiError('invalid-input', `${field} at age ${ages[a]} in ${years[t]} is ${value}, not ${expected}`, {
        field: `${field}[${a}][${t}]`,
        got: String(value),
        expected,
      })
    }),
  )
}
