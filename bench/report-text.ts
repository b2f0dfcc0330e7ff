import { markdownTable } from './markdown-table.ts'
import type { NamedAgreement, RivalRow } from './rivals.ts'
import type { BiasRow, VarianceRow } from './sampling.ts'
import type { VariantRow } from './scaling.ts'
import { digits, spreadText } from './spread.ts'

/** Agreement of the answers: largest distances over all columns, a row for each peer. */
export function agreementText(agreements: readonly NamedAgreement[]): string {
  return markdownTable(
    ['Answers against', 'Seeds', 'Sharpe z, regime', 'Sharpe z, cell', 'Regime means', 'Cells', 'Root mean square'],
    agreements.map((row) => [
      row.id,
      `${row.ourSeeds} v ${row.theirSeeds}`,
      row.sharpeRegimeMean.toFixed(2),
      row.sharpeCell.toFixed(2),
      Math.max(...row.columns.map(({ regimeMean }) => regimeMean)).toFixed(2),
      Math.max(...row.columns.map(({ cell }) => cell)).toFixed(2),
      Math.max(...row.columns.map(({ rms }) => rms)).toFixed(2),
    ]),
  )
}

/** Times against the product at the same number of workers. */
export function rivalsText(rows: readonly RivalRow[]): string {
  return markdownTable(
    ['Standard job', 'In process, s', 'Time / ours', 'Processor / ours', 'Cold process, s', 'Time / ours', 'Peak, MiB'],
    rows.map((row) => [
      row.id,
      digits(row.insideSeconds.median),
      spreadText(row.insideRatio),
      spreadText(row.processorRatio),
      digits(row.coldSeconds.median),
      spreadText(row.coldRatio),
      row.peakMiB === null ? '' : row.peakMiB.toFixed(0),
    ]),
  )
}

/** Times of the variants of the job. */
export function scalingText(rows: readonly VariantRow[]): string {
  return markdownTable(
    ['Variant', 'Processor, s', 'Time ratio', 'Against', 'Million path-steps/s'],
    rows.map((row) => [
      row.name,
      digits(row.seconds.median),
      row.against === row.name ? '1' : spreadText(row.ratio),
      row.against === row.name ? '' : row.against,
      digits(row.pathStepsPerSecond / 1e6),
    ]),
  )
}

/** Variance ratios of Sobol sampling, a column for each scheme and split. */
export function samplingText(study: { variances: readonly VarianceRow[]; biases: readonly BiasRow[] }): string {
  const columns = study.biases.map(({ scheme, sampling }) => ({ scheme, sampling }))
  const figures = [...new Set(study.variances.map(({ figure }) => figure))]
  const rows = figures.map((figure) => [
    figure,
    ...columns.map(({ scheme, sampling }) => {
      const row = study.variances.find((r) => r.figure === figure && r.scheme === scheme && r.sampling === sampling)
      return row === undefined ? '' : spreadText(row.ratio)
    }),
  ])
  rows.push(['shift of mean Sharpe, largest z of 5', ...study.biases.map((bias) => bias.sharpeRegimeMean.toFixed(2))])
  const header = columns.map(({ scheme, sampling }) => `${scheme === 'euler' ? 'Euler' : 'QE-M'}, ${sampling}`)
  return markdownTable(['Variance, pseudo-random / Sobol', ...header], rows)
}
