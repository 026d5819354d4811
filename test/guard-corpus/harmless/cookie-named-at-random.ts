import { unnoticed, withRespond } from '../edit-site.js'
import type { Case, Site } from '../site.js'
import { shop } from '../sites/shop.js'

const counted: NonNullable<Site['respond']> = (request, moment, files) => {
  if (request.path !== '/' || request.method !== 'GET') return undefined
  const name = `seen_${Math.floor(moment.random() * 2 ** 32).toString(36)}`
  return { body: files['/']!, headers: { 'set-cookie': `${name}=1; Path=/; Max-Age=3600` } }
}
const base = withRespond(shop, counted)

export const cookieNamedAtRandom: Case = {
  id: 'cookie-named-at-random',
  kind: 'harmless',
  symptom: 'Each visit is counted by a cookie of another name, on both sides.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/shop.css'),
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('.card[hidden]').length === 9")
  },
}
