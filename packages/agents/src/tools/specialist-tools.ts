import type { FunctionTool } from '@strands-agents/sdk'
import { changeTools } from './change-tools.ts'
import { askToReviseTool, recallTool, submitBriefTool } from './conversation-tools.ts'
import { listFiguresTool } from './list-figures-tool.ts'
import { affordableOperationTools } from './operation-lookup-tools.ts'
import { readResultTool } from './read-result-tool.ts'
import type { Toolbox } from './toolbox.ts'

/**
 * The tools of one specialist in one conversation: those it can use and no other. All that they reach is the toolbox; what they
 * are given is checked, what they answer is bounded JSON with inert strings.
 */
export function specialistTools(toolbox: Toolbox): FunctionTool[] {
  const { revise, operations, compute, submit, onCall } = toolbox
  return [
    readResultTool(toolbox),
    listFiguresTool(toolbox),
    ...changeTools(toolbox),
    recallTool(toolbox),
    ...(revise === null || revise.specialists.length === 0 ? [] : [askToReviseTool(revise, onCall)]),
    ...affordableOperationTools(operations, compute, onCall),
    ...(submit === null ? [] : [submitBriefTool(submit, onCall)]),
  ]
}
