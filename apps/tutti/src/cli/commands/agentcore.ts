import { once } from 'node:events'
import type { Command } from 'commander'
import { integerOption } from '../number-option.ts'
import { processTerminal } from '../terminal.ts'
import { addRunDeskOptions, openRunDesk, type RunDeskOptions } from './run-desk-options.ts'

interface AgentCoreOptions extends RunDeskOptions {
  readonly host: string
  readonly port: number
}

const note = `
Entry points: each workflow, and each specialist as WORKFLOW/SPECIALIST.
In a container on Bedrock AgentCore: --host 0.0.0.0, which the runtime calls.
It has no token of its own there: who may call it is the runtime's to say.`

/** `tutti agentcore` */
export function addAgentCore(program: Command): void {
  const command = program
    .command('agentcore')
    .description('serve workflows and specialists to Bedrock AgentCore until Ctrl-C')
    .helpGroup('Analytics:')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes any free one', integerOption(0, 65_535), 8080)
  addRunDeskOptions(command)
    .addHelpText('after', note)
    .action(async (options: AgentCoreOptions) => {
      const { startedAgentCore } = await import('../../agentcore/index.ts')
      const opened = await openRunDesk(options)
      try {
        const server = await startedAgentCore(opened.desk, options.host, options.port)
        processTerminal().out(`Serving AgentCore at ${server.url}\n`)
        await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
        await server.close()
      } finally {
        await opened.close()
      }
    })
}
