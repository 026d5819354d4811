import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { localized } from '../sites/localized.js'

const LOCALE = "LANGUAGE === 'de' ? 'de-DE' : 'en-GB'"

export const figuresInForeignFormat: Case = {
  id: 'figures-in-foreign-format',
  kind: 'breakage',
  symptom: 'Prices, numbers and dates are written the American way, on the German page and the British one.',
  pages: ['/de', '/en'],
  base: localized,
  candidate: edit(localized, '/tickets.js', LOCALE, "'en-US'"),
  shows: async visit => {
    await visit.open()
    return !(await visit.see<string>("document.querySelector('#tickets').innerText")).includes('1.049,50')
  },
}
