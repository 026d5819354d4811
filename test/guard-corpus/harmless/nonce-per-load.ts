import { unnoticed, withRespond } from '../edit-site.js'
import type { Case, Site } from '../site.js'
import { shop } from '../sites/shop.js'

const SCRIPT = '<script src="/shop.js" defer></script>'
const respond: NonNullable<Site['respond']> = ({ path }, { random }, files) => {
  if (path !== '/') return undefined
  const nonce = Math.floor(random() * 2 ** 32).toString(36)
  return {
    headers: { 'content-security-policy': `script-src 'nonce-${nonce}'` },
    body: String(files['/']).replace(SCRIPT, `<script nonce="${nonce}" src="/shop.js" defer></script>`),
  }
}
const base = withRespond(shop, respond)

export const noncePerLoad: Case = {
  id: 'nonce-per-load',
  kind: 'harmless',
  symptom: 'The number that lets a script run is another one at every load, in the header and the page alike.',
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
