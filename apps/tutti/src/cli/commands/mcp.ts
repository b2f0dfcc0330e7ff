import { once } from 'node:events'
import { TuttiError } from '@tutti/analytics/errors'
import type { Command } from 'commander'
import { account, openCalculator, productVersion } from '../../compose.ts'
import { integerOption } from '../number-option.ts'
import { addRunDeskOptions, openRunDesk, type RunDeskOptions } from './run-desk-options.ts'

interface McpOptions extends RunDeskOptions {
  readonly area?: readonly string[]
  readonly limit: number
}

const note = `
Over streamable HTTP: tutti serve, at /mcp. Runs that are at work when the client
leaves are stopped and kept: tutti runs resume goes on. With --area there are no
tools for runs. No tool approves a decision.`

/** `tutti mcp` */
export function addMcp(program: Command): void {
  const command = program
    .command('mcp')
    .description('offer operations and runs to an MCP client over standard input and output')
    .helpGroup('Analytics:')
    .option('--area <area...>', 'only the operations of these areas')
    .option('--limit <seconds>', 'an operation is ended after so long', integerOption(1, 86_400), 120)
  addRunDeskOptions(command)
    .addHelpText('after', note)
    .action(async (options: McpOptions) => {
      const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
      const { mcpServer } = await import('../../mcp/index.ts')
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
      const opened = areas === undefined ? await openRunDesk(options) : undefined
      const calculator = openCalculator({ workers: options.workers, limitSeconds: options.limit })
      const run = (name: string, input: unknown) => calculator.run(name, input)
      const version = productVersion()
      const server = mcpServer({ operations: offered, run, version, desk: opened?.desk, account: account() })
      await server.connect(new StdioServerTransport())
      await Promise.race([once(process.stdin, 'end'), once(process, 'SIGINT'), once(process, 'SIGTERM')])
      await server.close()
      await Promise.all([calculator.close(), opened?.close()])
    })
}
