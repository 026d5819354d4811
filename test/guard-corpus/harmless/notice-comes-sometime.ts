import { rewrite, unnoticed } from '../edit-site.js'
import type { Case } from '../site.js'
import { magazine } from '../sites/magazine.js'

const NOTICE = `
setTimeout(function () {
  var notice = document.createElement('p')
  notice.className = 'banner'
  notice.setAttribute('role', 'status')
  notice.textContent = 'The next paper comes on Friday.'
  document.body.append(notice)
  setTimeout(function () {
    notice.remove()
  }, 1500)
}, Math.random() * 9000)
`
const base = rewrite(magazine, '/magazine.js', script => script + NOTICE)

export const noticeComesSometime: Case = {
  id: 'notice-comes-sometime',
  kind: 'harmless',
  symptom: 'A notice comes at some moment of the first seconds and goes again, on both sides.',
  pages: ['/'],
  base,
  candidate: unnoticed(base, '/magazine.css'),
  actions: [{ do: 'click', on: '.story a' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelector('#title')")
  },
}
