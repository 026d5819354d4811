import { rewrite } from '../edit-site.js'
import type { Case } from '../site.js'
import { localized } from '../sites/localized.js'

export const entitiesWrittenOut: Case = {
  id: 'entities-written-out',
  kind: 'harmless',
  symptom: 'Umlauts are written as entities in the page’s text, and read the same.',
  pages: ['/de'],
  base: localized,
  candidate: rewrite(localized, '/de', html => html.replaceAll('ö', '&ouml;').replaceAll('ü', '&uuml;')),
  shows: async visit => {
    await visit.open()
    return visit.soon(`document.body.innerText.includes('Köln') && document.body.innerText.includes('Überfahrt') &&
    document.body.innerText.includes('1.049,50')`)
  },
}
