import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

export const formPostsNowhere: Case = {
  id: 'form-posts-nowhere',
  kind: 'breakage',
  symptom: 'Nobody can subscribe to the newsletter: the form is sent to an address that does not take it.',
  pages: ['/'],
  base: shop,
  candidate: edit(shop, '/', ' method="post" action="/newsletter"', ' method="post"'),
  actions: [
    { do: 'type', on: '#email', text: 'ines@valley.example' },
    { do: 'click', on: '.newsletter button' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('#thanks')"))
  },
}
