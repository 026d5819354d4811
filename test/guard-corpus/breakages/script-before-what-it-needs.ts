import { edit, withRespond } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const base = withRespond(dashboard, ({ path }, _, files) =>
  path === '/figures.js' ? { body: files[path]!, delay: 400 } : undefined,
)

export const scriptBeforeWhatItNeeds: Case = {
  id: 'script-before-what-it-needs',
  kind: 'breakage',
  symptom: 'Export does nothing and there is no chart: a script runs before the one that it needs has come.',
  pages: ['/'],
  base,
  candidate: edit(base, '/', '<script src="/figures.js">', '<script src="/figures.js" async>'),
  actions: [{ do: 'click', on: '#export' }],
  shows: async visit => {
    await visit.open()
    await visit.soon("document.querySelector('#sales:not([hidden])')")
    await visit.act()
    return !(await visit.soon("document.querySelector('#exported').textContent.includes('Rye')"))
  },
}
