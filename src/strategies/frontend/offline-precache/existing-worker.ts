import type { ReadableWorkspace } from '../../../model/change.js'
import type { Observation } from '../../../model/observation.js'

const CODE = ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte,astro,html,htm,ejs}', '**/package.json']
const WORKER_FILE =
  /(^|\/)(sw|service-?worker|serviceworker|firebase-messaging-sw|OneSignalSDKWorker|ngsw-config)\.(js|mjs|ts|json)$/i
const NAMED =
  /\bserviceWorker\b|["'](?:workbox-|@angular\/service-worker|@angular\/pwa|vite-plugin-pwa|@vite-pwa\/|next-pwa|@serwist\/|serwist|@ducanh2912\/next-pwa|offline-plugin|sw-precache|register-service-worker)/

/** What shows that the site has a service worker already, as a sentence's end; null where nothing does. */
export const existingWorker = async (
  observation: Observation,
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  const registered = [...observation.pages.map(({ survey }) => survey), ...observation.otherViews]
    .flatMap(({ aspects }) => aspects.kept ?? [])
    .find(line => line.startsWith('service worker'))
  if (registered !== undefined) return `its pages have a ${registered}`
  for (const path of await workspace.list(CODE)) {
    if (WORKER_FILE.test(path)) return `${path} looks like a service worker`
    if (NAMED.test(await workspace.readText(path))) return `${path} speaks of a service worker`
  }
  return null
}
