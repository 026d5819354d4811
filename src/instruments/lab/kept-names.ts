import type { Visit } from './visit.js'

/** Scopes of the page's service workers, as paths. */
const workerScopes = async (): Promise<string[]> => {
  const workers = await navigator.serviceWorker?.getRegistrations().catch(() => [])
  return (workers ?? []).map(worker => new URL(worker.scope).pathname)
}

/** What the browser was told to keep of a visit, a line each: cookies by name and kind, never by value, and service workers by scope. */
export const keptNames = async (visit: Visit): Promise<string[]> => {
  const { cookies } = await visit.session.send('Network.getCookies')
  const lines = cookies.map(cookie =>
    [
      `cookie ${JSON.stringify(cookie.name)}`,
      cookie.session ? 'until the browser closes' : 'for longer',
      ...(cookie.httpOnly ? ['HttpOnly'] : []),
      ...(cookie.secure ? ['Secure'] : []),
      ...(cookie.sameSite ? [`SameSite=${cookie.sameSite}`] : []),
    ].join(' '),
  )
  return [...lines, ...(await visit.evaluate(workerScopes)).map(scope => `service worker for ${scope}`)]
}
