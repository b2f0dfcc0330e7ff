import type { CaseVerification, VerificationReport } from './verification-report.ts'

/**
 * The report as Markdown, model by model: how many cases and figures were compared, how many passed, how much of its
 * tolerance the worst figure used up, and which sources the expected values come from.
 */
export function verificationMarkdown({ areas, cases, counts }: VerificationReport): string {
  const sections = areas.map(({ area }) => {
    const own = cases.filter((item) => item.area === area)
    const models = [...new Set(own.map((item) => item.function))].sort()
    const rows = models.map((model) =>
      modelRow(
        model,
        own.filter((item) => item.function === model),
      ),
    )
    const header = [
      '| model | cases | pass | figures | of tolerance | checked against |',
      '| --- | --: | --: | --: | --: | --- |',
    ]
    return [`### ${area}`, [...header, ...rows].join('\n')].join('\n\n')
  })
  const figures = cases.reduce((sum, item) => sum + item.elements, 0)
  const total = `${counts.pass} of ${counts.cases} cases pass, ${figures} figures compared.`
  return `${[total, ...sections].join('\n\n')}\n`
}

function modelRow(model: string, cases: readonly CaseVerification[]): string {
  const passed = cases.filter(({ verdict }) => verdict === 'pass').length
  const figures = cases.reduce((sum, item) => sum + item.elements, 0)
  const worst = Math.max(0, ...cases.map((item) => item.worst?.ratio ?? 0))
  const sources = [...new Set(cases.map(({ source }) => source))].join('; ').replaceAll('|', '\\|')
  return `| \`${model}\` | ${cases.length} | ${passed} | ${figures} | ${percentText(worst)} | ${sources} |`
}

/** In coarse steps, so that last bits of another machine do not change the page. */
function percentText(ratio: number): string {
  if (ratio === 0) return 'equal'
  if (ratio < 0.01) return 'under 1 %'
  return `${Math.ceil(ratio * 10) * 10} %`
}
