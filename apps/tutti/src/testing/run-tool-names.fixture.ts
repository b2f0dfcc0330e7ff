/** The tools that an MCP server with runs has before the operations. */
export const runToolNames: readonly string[] = [
  'workflows_list',
  'run_start',
  'run_resume',
  'run_stop',
  'run_status',
  'run_wait',
  'run_result',
  'run_briefs',
  'run_list',
]
