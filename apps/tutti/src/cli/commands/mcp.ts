import { once } from 'node:events'
import { TuttiError } from '@tutti/analytics/errors'
import type { Operation } from '@tutti/operations'
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
leaves are stopped and kept: tutti runs resume goes on. With --area none there are
the tools for runs alone. No tool approves a decision.`

/** `tutti mcp` */
export function addMcp(program: Command): void {
  const command = program
    .command('mcp')
    .description('offer operations and runs to an MCP client over standard input and output')
    .helpGroup('Analytics:')
    .option('--area <area...>', 'only the operations of these areas, beside the runs; none: the runs alone')
    .option('--limit <seconds>', 'an operation is ended after so long', integerOption(1, 86_400), 120)
  addRunDeskOptions(command)
    .addHelpText('after', note)
    .action(async (options: McpOptions) => {
      const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
      const { mcpServer } = await import('../../mcp/index.ts')
      const { operations } = await import('@tutti/operations')
      const offered = operationsOf(operations, options.area)
      const opened = await openRunDesk(options)
      const calculator = openCalculator({ workers: options.workers, limitSeconds: options.limit })
      const run = (name: string, input: unknown) => calculator.run(name, input)
      const version = productVersion()
      const server = mcpServer({ operations: offered, run, version, desk: opened.desk, account: account() })
      await server.connect(new StdioServerTransport())
      await Promise.race([once(process.stdin, 'end'), once(process, 'SIGINT'), once(process, 'SIGTERM')])
      await server.close()
      await Promise.all([calculator.close(), opened.close()])
    })
}

/** The operations of these areas: of all where none is named, no operation for the area `none`. */
function operationsOf(operations: readonly Operation[], areas: readonly string[] | undefined): readonly Operation[] {
  if (areas === undefined) return operations
  if (areas.length === 1 && areas[0] === 'none') return []
  const known = [...new Set(operations.map(({ name }) => name.split('/')[0]))]
  const unknown = areas.filter((area) => !known.includes(area))
  if (unknown.length === 0) return operations.filter(({ name }) => areas.includes(name.split('/')[0]))
  throw new TuttiError('invalid-input', `no operation is in these areas: ${unknown.join(', ')}`, {
    field: '--area',
    got: areas.join(', '),
    expected: `none alone, or some of ${known.join(', ')}`,
  })
}
