import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { account } from '../sites/account.js'

export const labelDetached: Case = {
  id: 'label-detached',
  kind: 'breakage',
  symptom:
    'The password’s label belongs to no field: a click on it does nothing, and screen readers name the field by nothing.',
  pages: ['/sign-in'],
  base: account,
  candidate: edit(account, '/sign-in', '<label for="password">', '<label>'),
  actions: [{ do: 'click', on: '#sign-in label:nth-of-type(2)' }],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.see("document.activeElement.id !== 'password'")
  },
}
