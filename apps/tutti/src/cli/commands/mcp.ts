import { once } from 'node:events'
import { TuttiError } from '@tutti/analytics/errors'
import type { Command } from 'commander'
import { defaultWorkers, openCalculator, productVersion } from '../../compose.ts'
import { integerOption } from '../number-option.ts'

/** `tutti mcp` */
export function addMcp(program: Command): void {
  program
    .command('mcp')
    .description('offer the operations to an MCP client over standard input and output')
    .helpGroup('Analytics:')
    .option('--area <area...>', 'only the operations of these areas')
    .option('--workers <number>', 'threads that compute', integerOption(1, 64), defaultWorkers())
    .option('--limit <seconds>', 'an operation is ended after so long', integerOption(1, 86_400), 120)
    .addHelpText('after', '\nOver streamable HTTP: tutti serve, at /mcp.')
    .action(
      async (options: { readonly area?: readonly string[]; readonly workers: number; readonly limit: number }) => {
        const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
        const { operationServer } = await import('../../mcp/index.ts')
        const { operations } = await import('@tutti/operations')
        const areas = options.area
        const offered = operations.filter(({ name }) => areas === undefined || areas.includes(name.split('/')[0]))
        if (offered.length === 0) {
          throw new TuttiError('invalid-input', 'no operation is in these areas', {
            field: '--area',
            got: areas?.join(', '),
            expected: [...new Set(operations.map(({ name }) => name.split('/')[0]))].join(', '),
          })
        }
        const calculator = openCalculator({ workers: options.workers, limitSeconds: options.limit })
        const run = (name: string, input: unknown) => calculator.run(name, input)
        const server = operationServer({ operations: offered, run, version: productVersion() })
        await server.connect(new StdioServerTransport())
        await Promise.race([once(process.stdin, 'end'), once(process, 'SIGINT'), once(process, 'SIGTERM')])
        await server.close()
        await calculator.close()
      },
    )
}
