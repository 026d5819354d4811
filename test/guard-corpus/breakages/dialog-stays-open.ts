import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { account } from '../sites/account.js'

export const dialogStaysOpen: Case = {
  id: 'dialog-stays-open',
  kind: 'breakage',
  symptom: 'The box for a new password cannot be closed, by its button or by Escape, and covers the page.',
  pages: ['/sign-in'],
  base: account,
  candidate: edit(account, '/account.js', '    veil.hidden = true\n', ''),
  actions: [
    { do: 'click', on: '#forgot' },
    { do: 'wait', for: '#veil:not([hidden])' },
    { do: 'click', on: '#reset-close' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return !(await visit.soon("document.querySelector('#veil').hidden"))
  },
}
