import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const IN_HEAD = '    <script src="/shop.js" defer></script>\n'
const atEnd = (html: string): string =>
  html.replace(IN_HEAD, '').replace('  </body>', '    <script src="/shop.js"></script>\n  </body>')

export const scriptsDeferred: Case = {
  id: 'scripts-deferred',
  kind: 'harmless',
  symptom: 'A script that stood at the end of the page is asked for earlier and runs at the same point.',
  pages: ['/'],
  base: rewrite(shop, '/', atEnd),
  candidate: shop,
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelectorAll('.card[hidden]').length === 9")
  },
}
