import { messageOf, TunewrightError } from '../model/errors.js'
import { decoded } from '../model/pathname.js'
import { redactText } from '../model/redaction/index.js'

/** The system's reason is in the errors within: one for each address of a host, or the cause of what was thrown. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return [...new Set(thrown.errors.map(reasonOf))].join('; ')
  if (thrown instanceof TunewrightError && thrown.cause !== undefined) return reasonOf(thrown.cause)
  return messageOf(thrown) || String(Reflect.get(Object(thrown), 'code') ?? 'no reason given')
}

/** Host and port of a database's URL; nothing else of it is shown. */
const placeOf = (url: string): string => {
  if (!URL.canParse(url)) return 'the URL of its setting, which cannot be read'
  const { hostname, port, searchParams } = new URL(url)
  return searchParams.get('host') ?? `${hostname || 'localhost'}:${port || '5432'}`
}

/** What a driver might repeat of the URL. */
const withoutPassword = (text: string, url: string): string => {
  const password = URL.canParse(url) ? new URL(url).password : ''
  const written = [password, decoded(password)].filter(secret => secret !== '')
  return written.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), redactText(text))
}

/**
 * A store's failure with where it was looked for and the reason, so that people need not guess.
 * @param url of the database of the user's, if it is one
 */
export function storeFailure(error: unknown, url: string | undefined): unknown {
  if (!(error instanceof TunewrightError) || error.code !== 'STORE_FAILED') return error
  const reason = reasonOf(error)
  const place = url === undefined ? '' : ` It was looked for at ${placeOf(url)}.`
  const because = error.message.includes(reason)
    ? ''
    : ` The reason: ${withoutPassword(reason, url ?? '').replace(/[^.!?]$/, '$&.')}`
  return new TunewrightError('STORE_FAILED', `${redactText(error.message)}${place}${because}`, {
    remedy: error.remedy,
    state: error.state,
    details: { ...error.details },
    cause: error,
  })
}
