import { once } from 'node:events'
import { TuttiError } from '@tutti/analytics/errors'
import type { Command } from 'commander'
import { openCalculator, productVersion } from '../../compose.ts'
import { integerOption } from '../number-option.ts'
import { processTerminal } from '../terminal.ts'
import { addRunDeskOptions, openRunDesk, type RunDeskOptions } from './run-desk-options.ts'

interface ServeOptions extends RunDeskOptions {
  readonly host: string
  readonly port: number
  readonly limit: number
  readonly allowHost: readonly string[]
}

/** `tutti serve` */
export function addServe(program: Command): void {
  const command = program
    .command('serve')
    .description('offer operations and runs over HTTP (with OpenAPI) and MCP until Ctrl-C')
    .helpGroup('Analytics:')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes any free one', integerOption(0, 65_535), 8787)
    .option('--limit <seconds>', 'an operation is ended after so long', integerOption(1, 86_400), 120)
    .option('--allow-host <name...>', 'further host names that requests may be addressed to', [])
  addRunDeskOptions(command)
    .addHelpText(
      'after',
      `
With TUTTI_TOKEN in the environment every request needs it: Authorization: Bearer TOKEN.
An address other than this machine's own needs TUTTI_TOKEN, as does approving
decisions over HTTP.`,
    )
    .action(async (options: ServeOptions) => {
      const { host, port, workers, limit, allowHost } = options
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
      const opened = await openRunDesk(options)
      const calculator = openCalculator({ workers, limitSeconds: limit })
      const stopping = new AbortController()
      try {
        const run = (name: string, input: unknown) => calculator.run(name, input)
        const hosts = [...new Set([...own, host, ...allowHost])]
        const { desk } = opened
        const facts = { operations, version: productVersion(), hosts, token, desk, stopping: stopping.signal }
        const server = await startedServer(httpApp({ ...facts, run }), host, port)
        processTerminal().out(
          `Serving ${operations.length} operations and the workflows at ${server.url}\n` +
            `  OpenAPI ${server.url}/openapi.json\n  MCP     ${server.url}/mcp\n`,
        )
        await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
        // runs that are stopped end the streams of their events, which would keep the server up
        await desk.close()
        stopping.abort()
        await server.close()
      } finally {
        await Promise.all([calculator.close(), opened.close()])
      }
    })
}
