import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

/** What the script waits for has been by then: it begins at once. */
const ON_TOUCH = `<script>addEventListener('pointerdown', function () {
  var script = document.createElement('script')
  script.textContent = 'document.addEventListener = function (name, start) { start() }'
  document.head.append(script)
  script = document.createElement('script')
  script.src = '/shop.js'
  document.head.append(script)
}, { once: true })</script>`

export const firstClickLost: Case = {
  id: 'first-click-lost',
  kind: 'breakage',
  symptom:
    'The first click on a filter does nothing, the second works: the script is fetched only when somebody touches the page.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', '<script src="/shop.js" defer></script>', ON_TOUCH),
  actions: [{ do: 'click', on: '[data-filter="light"]' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    const first = await visit.soon("document.querySelector('.card[hidden]')")
    await visit.act()
    return !first && visit.soon("document.querySelector('.card[hidden]')")
  },
}
