import { edit, withHeaders } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const base = withHeaders(shop, '/', { 'content-security-policy': "default-src 'self'" })

export const stylesBlockedByPolicy: Case = {
  id: 'styles-blocked-by-policy',
  kind: 'breakage',
  symptom:
    'The page comes without its styles: they were put into the page, where its content security policy allows none.',
  pages: ['/'],
  base,
  candidate: edit(base, '/', '<link rel="stylesheet" href="/shop.css">', `<style>${shop.files['/shop.css']}</style>`),
  shows: async visit => {
    await visit.open()
    return visit.see("getComputedStyle(document.querySelector('.grid')).display !== 'grid'")
  },
}
