import type { Readable } from 'node:stream'

/** A request as it reaches the edge, whatever the protocol. */
export interface EdgeRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  /** Lower-case names, without pseudo headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Readable
}

/** What the edge sends back; `content-length` and HEAD are the edge's business. */
export interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[]>
  readonly body: Buffer | Readable
}

/** Answers requests: a folder of files, or a service behind the edge. */
export interface Origin {
  answer(request: EdgeRequest): Promise<Answer>
  /** Does now what the first visitors would otherwise wait for. */
  warm(): Promise<void>
  stop(): Promise<void>
  /** The last of what it printed. */
  output(): string
}

/** One header's value. */
export const headerOf = (request: EdgeRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : value?.join(', ')
}
