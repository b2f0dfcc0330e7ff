import { TextBlock } from '@strands-agents/sdk'
import { type MultiAgentStreamEvent, Node, type NodeResultUpdate } from '@strands-agents/sdk/multiagent'

/** Name of the node before which a run waits for a person. */
export const approvalNodeId = 'approval'

/** The last node of a graph whose decision a person approves: a hook before it raises the interrupt. */
export class ApprovalNode extends Node {
  constructor() {
    super(approvalNodeId, { description: 'A named person approves or rejects the decision.' })
  }

  // eslint-disable-next-line require-yield
  async *handle(): AsyncGenerator<MultiAgentStreamEvent, NodeResultUpdate, undefined> {
    return { content: [new TextBlock('The decision was answered by a person.')] }
  }
}
