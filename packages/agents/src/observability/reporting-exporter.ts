/** What exporters of spans and of metrics have in common. */
interface Exporter<Items> {
  export(items: Items, done: (result: { code: number; error?: Error }) => void): void
}

/** `ExportResultCode.SUCCESS` of OpenTelemetry. */
const success = 0

/**
 * The exporter itself, whose failures are said through `warnOnce` and then count as done: what could not be sent is given up, and
 * nothing that runs notices. Of the address only the origin is said, of the error only its code.
 */
export function reportingExporter<Items, Kind extends Exporter<Items>>(
  exporter: Kind & Exporter<Items>,
  url: string,
  warnOnce: (problem: string) => void,
): Kind {
  const send = exporter.export.bind(exporter)
  exporter.export = (items, done) => {
    send(items, ({ code, error }) => {
      if (code !== success) {
        const { code: reason } = (error ?? {}) as { code?: string | number }
        const why = reason === undefined ? '' : ` (${typeof reason === 'number' ? 'HTTP ' : ''}${reason})`
        warnOnce(`nothing could be sent to ${new URL(url).origin}${why}`)
      }
      done({ code: success })
    })
  }
  return exporter
}
