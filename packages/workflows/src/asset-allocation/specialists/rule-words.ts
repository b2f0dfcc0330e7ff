/** A rule in words, by the place of its configuration: `robustness-analyst#/candidates/0/configuration`. */
export function ruleWords(at: string): string {
  return `{{${at}/weightFunction | words}} rule with a target volatility of {{${at}/targetVolatility | percent 2}}, a window of {{${at}/windowMonths | months 0}} and a risk aversion of {{${at}/riskAversion | ratio 2}}`
}
