import { edit, rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const ROOMS =
  '<span class="rooms"><a href="/?by=room">By room</a><span class="list"><a href="/?room=kitchen">Kitchen</a> <a href="/?room=bath">Bath</a></span></span>'
const SHUT = '.rooms .list {\n  display: none;\n}\n'
const OPEN = '.rooms:hover .list {\n  display: inline;\n}\n'
const base = rewrite(
  edit(shop, '/', '<a href="/about">About us</a>', `<a href="/about">About us</a>\n        ${ROOMS}`),
  '/shop.css',
  css => css + SHUT + OPEN,
)

export const submenuStaysShut: Case = {
  id: 'submenu-stays-shut',
  kind: 'breakage',
  symptom:
    'Who points at “By room” is shown no rooms: the rule that opened the list was taken for one that nothing uses.',
  pages: ['/'],
  base,
  candidate: edit(base, '/shop.css', OPEN, ''),
  shows: async visit => {
    await visit.open()
    await visit.page.hover('.rooms > a')
    return !(await visit.soon("getComputedStyle(document.querySelector('.rooms .list')).display !== 'none'"))
  },
}
