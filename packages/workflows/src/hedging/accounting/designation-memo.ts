import type { HedgeRecord, MemoParagraph } from './hedge-record.ts'

/**
 * The draft designation memo of a record that stands at the JSON pointer `at`. Words are literal; every name, date and figure is
 * a slot `{{pointer | format}}` into the record, so that the memo cannot contradict it. `base` and `asOf` are pointers to the
 * base currency and the date. References to the standards are data, not text.
 */
export function designationMemo(
  record: Omit<HedgeRecord, 'memo'>,
  at: string,
  { base, asOf }: { readonly base: string; readonly asOf: string },
): MemoParagraph[] {
  const slot = (path: string, format: string): string => `{{${at}/${path} | ${format}}}`
  const text = (path: string): string => slot(path, 'text')
  const money = (path: string): string => `${slot(path, 'money 1')} {{${base} | text}}`
  const paragraph = (heading: string, references: readonly string[], ...sentences: string[]): MemoParagraph => ({
    heading,
    references,
    template: sentences.join(' '),
  })
  const list = (path: string, count: number, each: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => each(i)).join('; ') || `none (${slot(path, 'length')})`
  return [
    paragraph(
      'Designation',
      ['IFRS 9 6.4.1(b)', 'ASC 815-20-25-3'],
      `Draft as of {{${asOf} | date}}, to be signed no later than the hedge is dealt.`,
      `Relationship ${text('id')}: ${text('label')}. It is designated as a ${text('type')} of ${text('risk')} risk, the instruments by their ${text('designation')}.`,
    ),
    paragraph(
      'Objective of risk management',
      ['IFRS 9 6.4.1(b), B6.5.24', 'ASC 815-20-25-3(b)'],
      `The fund keeps its funded status within its tolerance for risk. This hedge takes ${text('risk')} risk out of ${slot('proportion', 'percent 1')} of the items below and leaves the rest as it is.`,
    ),
    paragraph(
      'Hedged items',
      ['IFRS 9 6.3.1 to 6.3.7, 6.6.1', 'ASC 815-20-25-12, 25-15'],
      `${slot('items', 'length')} lines worth ${money('itemsValue')}: ${list('items', record.items.length, (i) => text(`items/${i}/label`))}.`,
      `Designated is ${slot('proportion', 'percent 1')} of each${record.itemYears === null ? '' : `, their payments at ${slot('itemYears', 'years 1')} on average`}.`,
    ),
    paragraph(
      'Hedging instruments',
      ['IFRS 9 6.2.1 to 6.2.6', 'ASC 815-20-25-45'],
      `${list('instruments', record.instruments.length, (i) => `${text(`instruments/${i}/label`)}, notional ${money(`instruments/${i}/notional`)}`)}.`,
      `Their ends lie at ${slot('hedgeYears', 'years 1')} on average.`,
    ),
    paragraph(
      'How effectiveness is assessed',
      ['IFRS 9 B6.4.12 to B6.4.19', 'ASC 815-20-25-3(b)(2)(iv), 25-79'],
      `Items, perfect hedge and instruments as they stand today are revalued under the changes of the market in ${slot('periods', 'length')} months that do not overlap. The same regression looks ahead and back; the dollar offset is shown by month and for all months together.`,
      record.type === 'cash flow hedge'
        ? 'Ineffectiveness is the cumulative change of the instruments beyond that of the hypothetical derivative, the lower of the two in amount staying in equity.'
        : 'Ineffectiveness is the difference between the changes of items and instruments.',
    ),
    paragraph(
      'Economic relationship',
      ['IFRS 9 6.4.1(c)(i), B6.4.4 to B6.4.6', 'ASC 815-20-25-75'],
      record.regression === null
        ? 'The months give no regression; the relationship rests on the terms that match.'
        : `The slope of the items on the hedge is ${slot('regression/slope', 'ratio 3')} (standard error ${slot('regression/slopeStandardError', 'ratio 3')}), R squared ${slot('regression/rSquared', 'percent 1')} on ${slot('regression/observations', 'count')} months; the hedge takes ${slot('varianceReduction', 'percent 1')} of the variance away.`,
      `Cumulative dollar offset: ${slot('dollarOffset/cumulative', 'percent 1')}; ${slot('dollarOffset/monthsInBand', 'count')} months lie in the band by themselves.`,
    ),
    paragraph(
      'Credit risk does not dominate',
      ['IFRS 9 6.4.1(c)(ii), B6.4.7, B6.4.8', 'ASC 815-20-25-122'],
      record.creditShare === null
        ? 'The counterparties are not known yet; to be completed with the allocation.'
        : `Credit risk of counterparties and items causes ${slot('creditShare', 'percent 1')} of the changes in value.`,
    ),
    paragraph(
      'Hedge ratio',
      ['IFRS 9 6.4.1(c)(iii), B6.4.9 to B6.4.11', 'ASC 815-20-25-3(b)(2)'],
      `The hedge ratio of risk management is ${slot('hedgeRatio', 'percent 1')} of the items' sensitivity (${money('itemSensitivity')} against ${money('hedgeSensitivity')} for a small parallel move). It is the one designated, up to the whole of the items.`,
    ),
    paragraph(
      'Sources of ineffectiveness',
      ['IFRS 9 B6.4.1, B6.5.4 to B6.5.6', 'ASC 815-25-35-1, 815-30-35-3'],
      `Root mean square by month: ${record.ineffectiveness.sources
        .map((_, i) => `${text(`ineffectiveness/sources/${i}/label`)} ${money(`ineffectiveness/sources/${i}/monthly`)}`)
        .join('; ')}.`,
      `Together ${money('ineffectiveness/monthly')} in a month, ${slot('ineffectiveness/monthlyShare', 'percent 1')} of the items' own; ${money('ineffectiveness/cumulative')} over all months.`,
      record.basisRisk === null
        ? ''
        : `Not in the months: a cross-currency basis wider by ${slot('basisRisk/moveBp', 'basis-points 0')} changes the hedge by ${money('basisRisk/hedge')}.`,
    ),
    ...(record.timeValue === null
      ? []
      : [
          paragraph(
            'Time value of options',
            ['IFRS 9 6.5.15, B6.5.29', 'ASC 815-20-25-82'],
            `The time value of ${money('timeValue/value')} is left out of the assessment and spread over the life, ${money('timeValue/perYear')} a year.`,
          ),
        ]),
    paragraph(
      'Conclusion',
      ['IFRS 9 6.4.1', 'ASC 815-20-25-75'],
      ...record.verdicts.map(
        ({ failed, open }, i) =>
          `${text(`verdicts/${i}/standard`)}: ${text(`verdicts/${i}/verdict`)}${
            failed.length > 0
              ? ` (failed: ${slot(`verdicts/${i}/failed`, 'list')})`
              : open.length > 0
                ? ` (to be settled: ${slot(`verdicts/${i}/open`, 'list')})`
                : ''
          }.`,
      ),
    ),
  ].map((each) => ({ ...each, template: each.template.trim() }))
}
