import type { Text } from '../document/text.ts'

/** Terms that a committee may ask about, in alphabetical order. */
export const hedgingGlossary: readonly { readonly term: Text; readonly text: Text }[] = [
  { term: 'Basis point (bp)', text: 'A hundredth of a percent.' },
  {
    term: 'Break-even inflation',
    text: 'Inflation that makes a nominal and an inflation-linked bond equal; it is shocked with nominal rates held.',
  },
  {
    term: 'Carry and roll',
    text: 'What a position earns in a year if spot rates and the shape of curves stay: not a forecast.',
  },
  {
    term: 'Cost of capital',
    text: 'What the fund pays a year for a unit of risk borne; from the mandate or its tolerance for risk.',
  },
  {
    term: 'CVA, DVA',
    text: 'Value of losses by the counterparty’s default, and of those that the fund’s own default would spare it.',
  },
  { term: 'Dollar offset', text: 'Change in value of the hedge over that of the hedged items, with the sign turned.' },
  {
    term: 'Dominated',
    text: 'Another package is at least as good in risk, cost, collateral need and least effectiveness, and better in one.',
  },
  {
    term: 'Effectiveness',
    text: 'Share of the variance of the surplus, under one group of risk factors, that the hedge takes away.',
  },
  {
    term: 'Expected shortfall',
    text: 'Average loss of surplus in the scenarios beyond the funded status at risk; a positive number is a loss.',
  },
  { term: 'Funded ratio', text: 'Assets over the present value of the liabilities.' },
  {
    term: 'Funded status at risk',
    text: 'Loss of surplus over the horizon that is exceeded with the probability that the mandate’s confidence leaves; a positive number is a loss.',
  },
  { term: 'FVA, MVA', text: 'Cost of funding what is not collateralised, and of funding initial margin.' },
  { term: 'Key rate', text: 'A point of the curve that is moved alone; the sum over all points is a parallel move.' },
  {
    term: 'Naive full hedge',
    text: 'Everything hedged in full by the plainest instruments: forwards, par swaps, inflation swaps, index protection.',
  },
  { term: 'Pareto front', text: 'The packages that are not dominated.' },
  {
    term: 'Score',
    text: 'Annual cost and cost of capital on the funded status at risk: what the choice among packages within the mandate makes smallest.',
  },
  {
    term: 'Slack',
    text: 'Distance of a figure from its limit, in the units of the limit; negative where the limit is broken.',
  },
  {
    term: 'Standard error',
    text: 'How far a simulated figure would typically move if other random numbers were drawn. It does not cover errors of the assumptions.',
  },
  { term: 'Surplus', text: 'Assets less liabilities.' },
  {
    term: 'Tie',
    text: 'Two scores whose difference is less than twice its standard error: the simulation cannot say which is better.',
  },
  { term: 'Wrong-way risk', text: 'A counterparty fails more easily just when it owes more.' },
]
