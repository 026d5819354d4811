import { withRespond } from '../edit-site.js'
import type { Case, Site } from '../site.js'
import { shop } from '../sites/shop.js'

const circle: NonNullable<Site['respond']> = ({ path }) => {
  if (path === '/about') return { status: 301, headers: { location: '/about/' } }
  return path === '/about/' ? { status: 301, headers: { location: '/about' } } : undefined
}

export const redirectsInACircle: Case = {
  id: 'redirects-in-a-circle',
  kind: 'breakage',
  symptom: 'The page about the shop cannot be opened: it leads in a circle.',
  pages: ['/about'],
  statuses: { candidate: { '/about': 301 } },
  base: shop,
  candidate: withRespond(shop, circle),
  shows: async visit =>
    visit.open().then(
      () => false,
      error => String(error).includes('ERR_TOO_MANY_REDIRECTS'),
    ),
}
