/** A call of a tool in a scripted answer. `input` as text is sent as it is, whatever it is. */
interface ScriptedCall {
  readonly tool: string
  readonly input: Readonly<Record<string, unknown>> | string
  readonly id?: string
}

/** Tokens that a scripted answer says it took; none where the server is to say nothing about it. */
export interface ScriptedUsage {
  readonly input: number
  readonly output: number
}

/** What a server on the loopback address answers to one request, whichever provider it plays. */
export type LoopbackReply =
  | { readonly kind: 'text'; readonly text: string; readonly usage?: ScriptedUsage | null }
  /** Calls of tools, their inputs in pieces of JSON, perhaps after some words. A name that no tool has is sent all the same. */
  | {
      readonly kind: 'calls'
      readonly calls: readonly ScriptedCall[]
      readonly text?: string
      readonly usage?: ScriptedUsage | null
    }
  /** 429, or what stands for it at the provider. */
  | { readonly kind: 'throttled' }
  /** An error of the server. */
  | { readonly kind: 'failed'; readonly status: 500 | 502 | 503 | 529 }
  /** An error that comes as an event after the answer began. */
  | { readonly kind: 'failed-in-stream' }
  /** The connection is cut in the middle of the answer. */
  | { readonly kind: 'dropped' }
  /** The stream ends as if all were well, in the middle of the answer. */
  | { readonly kind: 'ended-early' }
  /** A call whose input is not JSON. */
  | { readonly kind: 'malformed-input'; readonly tool: string }
  /** An event that cannot be read. */
  | { readonly kind: 'malformed-frame' }
  | { readonly kind: 'refused' }
  /** The answer stops at its limit of tokens. */
  | { readonly kind: 'cut-short'; readonly text: string }
  /** Text without end: that many characters. */
  | { readonly kind: 'long'; readonly characters: number }
  /** No answer at all. */
  | { readonly kind: 'silent' }
  /** The answer begins and then nothing more comes. */
  | { readonly kind: 'stalled' }
  /** 401, the key of the request in the body. */
  | { readonly kind: 'unauthorised' }
  | { readonly kind: 'bad-request'; readonly message: string }
  /** The provider's words for a conversation longer than the model's context. */
  | { readonly kind: 'context-overflow' }

/** How the model stopped, before it is put in a provider's words. */
type ScriptedStop = 'end' | 'tools' | 'cut-short' | 'refused'

/** A request as it came over the wire. */
export interface LoopbackRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON. */
  readonly body: Readonly<Record<string, unknown>>
}

/** An HTTP answer that is no stream. */
interface ErrorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Faults that each provider reports in its own shape. */
export type ErrorKind = 'throttled' | 'failed' | 'unauthorised' | 'bad-request' | 'context-overflow'

/** How a provider speaks: its events for the parts of an answer, and its errors. */
export interface ProviderWire {
  readonly contentType: string
  readonly http2: boolean
  /** Why the provider would refuse a request, by its path, headers and body; undefined if it would not. */
  readonly refusal: (request: LoopbackRequest) => { readonly kind: ErrorKind; readonly message: string } | undefined
  readonly opening: (request: LoopbackRequest, usage: ScriptedUsage | null) => readonly Uint8Array[]
  readonly text: (index: number, pieces: readonly string[]) => readonly Uint8Array[]
  /** `index` among the blocks of the answer, `ordinal` among its calls, both from 0. */
  readonly call: (
    index: number,
    ordinal: number,
    id: string,
    name: string,
    pieces: readonly string[],
  ) => readonly Uint8Array[]
  readonly closing: (stop: ScriptedStop, usage: ScriptedUsage | null) => readonly Uint8Array[]
  readonly brokenFrame: () => Uint8Array
  readonly streamError: () => readonly Uint8Array[]
  readonly error: (kind: ErrorKind, status: number, message: string) => ErrorAnswer
}
