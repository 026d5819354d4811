import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const LATER = `<script>addEventListener('load', function () {
  var script = document.createElement('script')
  script.src = '/shop.js'
  document.head.append(script)
})</script>`

export const scriptTooLateForReady: Case = {
  id: 'script-too-late-for-ready',
  kind: 'breakage',
  symptom: 'Filters and sorting do nothing: the script comes when the event that it waits for has been.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', '<script src="/shop.js" defer></script>', LATER),
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.soon("performance.getEntriesByType('resource').some(one => one.name.endsWith('/shop.js'))")
    await visit.act()
    return !(await visit.soon("document.querySelector('.card[hidden]')"))
  },
}
