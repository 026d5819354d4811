import { sha256 } from '../../../system/hash.js'

/** The worker's name in the folder that is served as the site's root: browsers ask for it again by its name, so that holds no version. */
export const WORKER = 'sw.js'

export interface WorkerSettings {
  /** Folders in which the build puts its hashed files, below the root: `assets/`; the root itself is empty. */
  readonly folders: readonly string[]
  /** Pattern for names without folders. */
  readonly hashed: string
  /** Paths below the root besides, without a slash in front; folders end with one. */
  readonly listed: readonly string[]
  readonly mostFiles: number
  /** Bytes. */
  readonly largestPicture: number
}

/**
 * What it may not do decides its form: a page never comes from it, and a file only where its name says what is in it. So a worker that nobody
 * removed still gives nobody anything old. It does not take over pages that are open (no `skipWaiting`, no `claim`).
 */
const BODY = `
const isKept = address => {
  const { origin, pathname, search } = new URL(address)
  const root = new URL(registration.scope).pathname
  if (origin !== location.origin || search || !pathname.startsWith(root)) return false
  const path = pathname.slice(root.length)
  const [, folder, name] = /^(.*\\/)?(.*)$/.exec(path)
  return (FOLDERS.includes(folder || '') && HASHED.test(name)) || LISTED.some(one => one === path || (one.endsWith('/') && path.startsWith(one)))
}

const keep = async (address, response) => {
  const { status, type, redirected, headers } = response
  const says = (name, pattern) => pattern.test(headers.get(name) || '')
  if (status !== 200 || type !== 'basic' || redirected || says('cache-control', /no-store/i)) return
  // A page may stand for a file that is gone.
  if (says('content-type', /html/i) || !says('vary', /^(accept-encoding|origin|[ ,])*$/i)) return
  if (says('content-type', /^image/) && (await response.clone().blob()).size > LARGEST_PICTURE) return
  const cache = await caches.open(CACHE)
  await cache.put(address, response)
  for (const old of (await cache.keys()).slice(0, -MOST_FILES)) await cache.delete(old)
}

const answer = async event => {
  const { url } = event.request
  const known = await caches.open(CACHE).then(cache => cache.match(url)).catch(() => {})
  if (known) return known
  const response = await fetch(event.request)
  event.waitUntil(keep(url, response.clone()).catch(() => {}))
  return response
}

// Where browsers know routes, no page waits for the worker to start.
addEventListener('install', event => {
  const route = async () => event.addRoutes({ condition: { requestMode: 'navigate' }, source: 'network' })
  if (event.addRoutes) event.waitUntil(route().catch(() => {}))
})

addEventListener('fetch', event => {
  const { method, mode, cache, headers, url } = event.request
  if (method !== 'GET' || mode === 'navigate' || cache !== 'default' || headers.has('range') || headers.has('authorization')) return
  if (isKept(url)) event.respondWith(answer(event))
})

// What the first page loaded comes from the browser's cache: nothing is asked for twice.
addEventListener('message', event => {
  const take = url => fetch(url, { cache: 'only-if-cached', mode: 'same-origin' }).then(one => keep(url, one)).catch(() => {})
  event.waitUntil(Promise.all([].concat(event.data).filter(url => /^https?:/.test(url) && isKept(url)).map(take)))
})

addEventListener('activate', event => {
  const drop = name => name.startsWith(OURS) && name !== CACHE && caches.delete(name)
  event.waitUntil(caches.keys().then(names => Promise.all(names.map(drop))))
})
`

/** The worker, its version made from all that it does. */
export const workerText = ({ folders, hashed, listed, mostFiles, largestPicture }: WorkerSettings): string => {
  const settings = `const FOLDERS = ${JSON.stringify(folders)}
const HASHED = /${hashed}/
const LISTED = ${JSON.stringify(listed)}
const MOST_FILES = ${mostFiles}
const LARGEST_PICTURE = ${largestPicture}
`
  return `// Keeps files whose names change with their contents; pages always come from the network.
const OURS = 'offline-precache ' + registration.scope
const CACHE = OURS + ' ${sha256(settings + BODY).slice(0, 8)}'
${settings}${BODY}`
}

/** What a page asks for the worker with: once it is loaded, where browsers have workers (https), and where none is at work yet. */
export const REGISTRATION_TEXT = `// Asks for ${WORKER} once the page is there.
(() => {
  const workers = navigator.serviceWorker
  const address = new URL('${WORKER}', document.currentScript.src)
  if (!workers || workers.controller) return
  const loaded = () => performance.getEntriesByType('resource').map(({ name }) => name)
  const register = () =>
    workers
      .register(address)
      .then(() => workers.ready)
      .then(({ active }) => active.postMessage(loaded()))
      .catch(() => {})
  if (document.readyState === 'complete') register()
  else addEventListener('load', () => setTimeout(register))
})()
`

/** Its name says what is in it: the worker keeps it as well, and the next visit does not ask for it. */
export const REGISTRATION = `register-sw.${sha256(REGISTRATION_TEXT).slice(0, 8)}.js`

/** Such a file of whatever version. */
export const isRegistration = (address: string): boolean => /(^|\/)register-sw\.[0-9a-f]{8}\.js$/.test(address)
