import type { CDPSession, Protocol } from 'puppeteer-core'
import { redactText } from '../../model/redaction/index.js'

/**
 * Takes out of a message what differs between two loads of the same page: hosts, ports, times, generated ids.
 */
export const normalizeError = (message: string): string =>
  message
    .replace(/\bhttps?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?/g, '')
    .replace(/\b(?:127\.0\.0\.1|localhost):\d+/g, 'localhost')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>')
    .replace(/\b\d{1,2}:\d\d:\d\d(?:\.\d+)?(?:\s?[AP]M)?\b/g, '<time>')
    .replace(/\b1[5-9]\d{8}(?:\d{3})?(?:\.\d+)?\b/g, '<time>')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
    .replace(/\b\d+(?:\.\d+)?\s?ms\b/g, '<duration>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)

/** Uncaught errors and console errors of a page, as a person would see them in the console. */
export class ErrorRecorder {
  readonly #errors: string[] = []

  constructor(session: CDPSession) {
    session.on('Runtime.exceptionThrown', event => {
      const { exception, text, url } = event.exceptionDetails
      this.#note(
        `Uncaught ${firstLine(exception?.description ?? valueText(exception) ?? text)}${url ? ` (${url})` : ''}`,
      )
    })
    session.on('Runtime.consoleAPICalled', event => {
      if (event.type === 'error' || event.type === 'assert') {
        this.#note(event.args.map(argument => firstLine(valueText(argument) ?? '')).join(' '))
      }
    })
    session.on('Log.entryAdded', ({ entry }) => {
      // Failed requests are recorded as requests; scripts' errors above.
      const covered = entry.source === 'network' || entry.source === 'javascript'
      if (entry.level === 'error' && !covered) this.#note(entry.text)
    })
  }

  /** In the order in which they came, each once. */
  errors(): readonly string[] {
    return [...new Set(this.#errors)]
  }

  #note(message: string): void {
    // Before it is cut: half a secret would not be known as one.
    this.#errors.push(normalizeError(redactText(message)))
  }
}

const valueText = (value: Protocol.Runtime.RemoteObject | undefined): string | undefined =>
  value && (value.description ?? (value.value === undefined ? value.type : String(value.value)))

/** Stack traces hold places that move with every build. */
const firstLine = (text: string): string => text.split('\n')[0]!
