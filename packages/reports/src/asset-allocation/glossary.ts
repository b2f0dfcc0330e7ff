import type { Text } from '../document/text.ts'

/** Terms that a committee may ask about, in alphabetical order. */
export const glossary: readonly { readonly term: Text; readonly text: Text }[] = [
  {
    term: 'Candidate',
    text: 'One of the best trials of the search, looked at closely for the decision and run again on fresh paths.',
  },
  {
    term: 'Configuration',
    text: 'One allocation rule: weight function, target volatility, volatility window and risk aversion.',
  },
  {
    term: 'Deflated Sharpe ratio',
    text: 'Probability that a Sharpe ratio is better than the best that as many skill-less trials would show.',
  },
  {
    term: 'Expected maximum drawdown',
    text: 'The largest loss from a peak over the horizon, measured daily on each path and averaged over paths.',
  },
  {
    term: 'Expected shortfall',
    text: 'Average loss in the worst 5 % of years; a positive number is a loss.',
  },
  {
    term: 'Fresh paths',
    text: 'Simulated markets that the search has never seen; figures on them are free of the luck of selection.',
  },
  {
    term: 'Martingale check',
    text: 'Test that simulated prices, discounted, neither rise nor fall on average, as theory demands.',
  },
  {
    term: 'Probability of overfitting',
    text: 'How often the configuration that is best in one half of the data is below the median in the other half.',
  },
  {
    term: 'Regime',
    text: 'One coherent set of assumptions about equities, interest rates and bonds.',
  },
  {
    term: 'Sharpe ratio',
    text: 'Return above cash, divided by its volatility; both a year.',
  },
  {
    term: 'Slack',
    text: 'Distance of a figure from its limit, in the units of the limit; negative where the limit is broken.',
  },
  {
    term: 'Standard error',
    text: 'How far a simulated figure would typically move if other random paths were drawn. It does not cover errors of the assumptions.',
  },
  {
    term: 'Tie',
    text: 'Two figures whose difference is less than twice its standard error: the simulation cannot say which is better.',
  },
  {
    term: 'Turnover',
    text: 'Equity weight bought and sold in a year.',
  },
  {
    term: 'Value at risk',
    text: 'Loss that is exceeded in 5 % of years; a positive number is a loss.',
  },
]
