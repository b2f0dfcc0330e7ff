import { Message } from '@strands-agents/sdk'

/**
 * Messages in which nobody speaks twice in a row: those without content are left out, and those of one role that follow each other are
 * one. Strands keeps an answer without content but does not send it, and Bedrock refuses two messages of the user in a row.
 */
export function alternatingMessages(messages: readonly Message[]): Message[] {
  const merged: Message[] = []
  for (const message of messages) {
    if (message.content.length === 0) continue
    const last = merged.at(-1)
    if (last?.role !== message.role) merged.push(message)
    else {
      merged[merged.length - 1] = new Message({ role: last.role, content: [...last.content, ...message.content] })
    }
  }
  return merged
}
