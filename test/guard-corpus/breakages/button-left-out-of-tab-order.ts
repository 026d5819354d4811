import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { account } from '../sites/account.js'

export const buttonLeftOutOfTabOrder: Case = {
  id: 'button-left-out-of-tab-order',
  kind: 'breakage',
  symptom: 'By keyboard nobody gets to the button that signs in.',
  pages: ['/sign-in'],
  base: account,
  candidate: edit(
    account,
    '/sign-in',
    '<button type="submit" id="go">',
    '<button type="submit" id="go" tabindex="-1">',
  ),
  actions: [
    { do: 'click', on: '#password' },
    { do: 'press', key: 'Tab' },
    { do: 'press', key: 'Tab' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.see("document.activeElement.id !== 'go'")
  },
}
