import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { localized } from '../sites/localized.js'

const LOCALE = "LANGUAGE === 'de' ? 'de-DE' : 'en-GB'"

export const figuresInForeignFormat: Case = {
  id: 'figures-in-foreign-format',
  kind: 'breakage',
  symptom:
    'The German page writes prices and dates the way the visitor’s browser is set, not the way its text is written.',
  pages: ['/de', '/en'],
  base: localized,
  candidate: edit(localized, '/tickets.js', LOCALE, 'navigator.language'),
  shows: async visit => {
    await visit.open()
    return !(await visit.see<string>("document.querySelector('#tickets').innerText")).includes('1.049,50')
  },
}
