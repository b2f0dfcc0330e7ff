/** A crisis by name, from the close of the S&P 500 (price index) at its peak to that at its trough. */
export interface NamedCrisis {
  readonly id: string
  readonly name: string
  /** ISO dates of the two closes. */
  readonly from: string
  readonly to: string
  /** What the dates are, and the closes they stand on. */
  readonly note: string
}

/**
 * Crises shown on a real history. Dates are closing extremes of the S&P 500 price index, as in S&P Dow Jones Indices' list of
 * bear markets and corrections; a test checks them against a history of closes.
 */
export const namedCrises: readonly NamedCrisis[] = [
  {
    id: 'crash-1987',
    name: 'Crash of 1987',
    from: '1987-08-25',
    to: '1987-12-04',
    note: 'closing high of 336.77 to closing low of 223.92',
  },
  {
    id: 'dot-com',
    name: 'Dot-com bust, 2000 to 2002',
    from: '2000-03-24',
    to: '2002-10-09',
    note: 'closing high of 1527.46 to closing low of 776.76',
  },
  {
    id: 'financial-crisis',
    name: 'Financial crisis, 2007 to 2009',
    from: '2007-10-09',
    to: '2009-03-09',
    note: 'closing high of 1565.15 to closing low of 676.53',
  },
  {
    id: 'euro-2011',
    name: 'Euro crisis and US downgrade, 2011',
    from: '2011-04-29',
    to: '2011-10-03',
    note: 'closing high of 1363.61 to closing low of 1099.23',
  },
  {
    id: 'late-2018',
    name: 'Fourth quarter of 2018',
    from: '2018-09-20',
    to: '2018-12-24',
    note: 'closing high of 2930.75 to closing low of 2351.10',
  },
  {
    id: 'pandemic-2020',
    name: 'Pandemic, 2020',
    from: '2020-02-19',
    to: '2020-03-23',
    note: 'closing high of 3386.15 to closing low of 2237.40',
  },
  {
    id: 'inflation-2022',
    name: 'Inflation and rate rises, 2022',
    from: '2022-01-03',
    to: '2022-10-12',
    note: 'closing high of 4796.56 to closing low of 3577.03',
  },
]
