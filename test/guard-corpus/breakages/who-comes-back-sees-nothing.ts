import { edit, withFile } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

const REGISTER = `<script>navigator.serviceWorker.register('/worker.js')</script>`
const WORKER = `addEventListener('install', event => event.waitUntil(skipWaiting()))
addEventListener('activate', event => event.waitUntil(clients.claim()))
addEventListener('fetch', event => {
  if (event.request.mode === 'navigate') event.respondWith(fetch(event.request))
})
`
const base = withFile(edit(magazine, '/', '  </body>', `    ${REGISTER}\n  </body>`), '/worker.js', WORKER)
const SHELL =
  "new Response('<!doctype html><html lang=\"en\"><title>The Lamplighter</title><p>One moment</p></html>', { headers: { 'content-type': 'text/html' } })"

export const whoComesBackSeesNothing: Case = {
  id: 'who-comes-back-sees-nothing',
  kind: 'breakage',
  symptom:
    'The first visit is well; who comes back sees “One moment” for ever: the worker answers out of a shell that nothing fills.',
  pages: ['/'],
  base,
  candidate: edit(base, '/worker.js', 'fetch(event.request)', SHELL),
  shows: async visit => {
    await visit.open()
    await visit.soon('navigator.serviceWorker.controller')
    await visit.open()
    return !(await visit.soon("document.querySelector('.story')"))
  },
}
