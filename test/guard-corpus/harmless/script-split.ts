import { edit, withFile } from '../edit-site.js'
import type { Case } from '../site.js'
import { dashboard } from '../sites/dashboard.js'

const [NOTES = ''] = /function startNotes[\s\S]*?\n}\n/.exec(String(dashboard.files['/dashboard.js'])) ?? []
const withoutNotes = edit(edit(dashboard, '/dashboard.js', NOTES, ''), '/dashboard.js', 'startNotes()\n', '')
const SCRIPT = '<script src="/dashboard.js" defer></script>'

export const scriptSplit: Case = {
  id: 'script-split',
  kind: 'harmless',
  symptom: 'One script has become two, which do the same in the same order.',
  pages: ['/'],
  base: dashboard,
  candidate: edit(
    withFile(withoutNotes, '/notes.js', `${NOTES}\nstartNotes()\n`),
    '/',
    SCRIPT,
    `${SCRIPT}\n    <script src="/notes.js" defer></script>`,
  ),
  actions: [
    { do: 'type', on: '#note', text: 'more rye' },
    { do: 'click', on: '#keep' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.soon("document.querySelector('#notes li')?.textContent === 'more rye'")
  },
}
