import { edit, withRespond } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const base = withRespond(dashboard, ({ path }, _, files) =>
  path === '/sales.json' ? { body: files[path]!, delay: 1200 } : undefined,
)
const AGAIN = "  var form = find('.note-form')\n  form.outerHTML = form.outerHTML\n"

export const typedTextLost: Case = {
  id: 'typed-text-lost',
  kind: 'breakage',
  symptom:
    'What one types into the note while the figures load is wiped when they come, and “Keep” is dead from then on.',
  pages: ['/'],
  base,
  candidate: edit(
    base,
    '/dashboard.js',
    "  find('#waiting').hidden = true\n",
    `${AGAIN}  find('#waiting').hidden = true\n`,
  ),
  actions: [
    { do: 'type', on: '#note', text: 'more rye' },
    { do: 'wait', for: '#sales:not([hidden])' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.see("document.querySelector('#note').value === ''")
  },
}
