import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { account } from '../sites/account.js'

const TRAP = `
find('#password')?.addEventListener('keydown', event => {
  if (event.key === 'Tab') event.preventDefault()
})
`

export const focusTrapped: Case = {
  id: 'focus-trapped',
  kind: 'breakage',
  symptom: 'Who signs in by keyboard cannot leave the password field.',
  pages: ['/sign-in'],
  base: account,
  candidate: rewrite(account, '/account.js', script => script + TRAP),
  actions: [
    { do: 'click', on: '#password' },
    { do: 'press', key: 'Tab' },
  ],
  shows: async visit => {
    await visit.open()
    await visit.act()
    return visit.see("document.activeElement.id === 'password'")
  },
}
