import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { account } from '../sites/account.js'

export const focusNotSeen: Case = {
  id: 'focus-not-seen',
  kind: 'breakage',
  symptom: 'Who goes through the form by keyboard does not see where they are.',
  pages: ['/sign-in'],
  base: account,
  candidate: edit(
    account,
    '/account.css',
    '  outline: 3px solid #f0a020;\n  outline-offset: 2px;\n',
    '  outline: none;\n',
  ),
  actions: [
    { do: 'click', on: '#password' },
    { do: 'press', key: 'Tab' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.see("getComputedStyle(document.activeElement).outlineStyle === 'none'")
  },
}
