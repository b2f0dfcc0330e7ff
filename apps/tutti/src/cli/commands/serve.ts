import { once } from 'node:events'
import { TuttiError } from '@tutti/analytics/errors'
import type { Command } from 'commander'
import { defaultWorkers, openCalculator, productVersion } from '../../compose.ts'
import { integerOption } from '../number-option.ts'
import { processTerminal } from '../terminal.ts'

interface ServeOptions {
  readonly host: string
  readonly port: number
  readonly workers: number
  readonly limit: number
  readonly allowHost: readonly string[]
}

/** `tutti serve` */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('offer the operations over HTTP (with OpenAPI) and MCP until Ctrl-C')
    .helpGroup('Analytics:')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes any free one', integerOption(0, 65_535), 8787)
    .option('--workers <number>', 'threads that compute', integerOption(1, 64), defaultWorkers())
    .option('--limit <seconds>', 'an operation is ended after so long', integerOption(1, 86_400), 120)
    .option('--allow-host <name...>', 'further host names that requests may be addressed to', [])
    .addHelpText(
      'after',
      `
With TUTTI_TOKEN in the environment every request needs it: Authorization: Bearer TOKEN.
An address other than this machine's own needs TUTTI_TOKEN.`,
    )
    .action(async ({ host, port, workers, limit, allowHost }: ServeOptions) => {
      const { httpApp, startedServer } = await import('../../http/index.ts')
      const { operations } = await import('@tutti/operations')
      const token = process.env.TUTTI_TOKEN || undefined
      const own = ['127.0.0.1', 'localhost', '[::1]', '::1']
      if (!own.includes(host) && token === undefined) {
        throw new TuttiError('unauthorised', `others can reach ${host}: set TUTTI_TOKEN, or listen on 127.0.0.1`, {
          field: '--host',
          got: host,
          expected: own.join(', '),
        })
      }
      const calculator = openCalculator({ workers, limitSeconds: limit })
      const run = (name: string, input: unknown) => calculator.run(name, input)
      const hosts = [...new Set([...own, host, ...allowHost])]
      const app = httpApp({ operations, run, version: productVersion(), hosts, token })
      const server = await startedServer(app, host, port)
      processTerminal().out(
        `Serving ${operations.length} operations at ${server.url}\n  OpenAPI ${server.url}/openapi.json\n  MCP     ${server.url}/mcp\n`,
      )
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
      await Promise.all([server.close(), calculator.close()])
    })
}
