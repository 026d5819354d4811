import { rewrite, withFile } from '../edit-site.js'
import { difference, picture } from '../pictures.js'
import type { Case } from '../site.js'
import { sceneOf, shop } from '../sites/shop.js'

const names = ['kettle', 'lamp', 'chair', 'bowl']
const made = names.map(
  async name =>
    [
      `/img/${name}-320.webp`,
      await picture(sceneOf(name), { width: 320, height: 240, format: 'webp', quality: 85 }),
    ] as const,
)
const withWebp = Object.entries(Object.fromEntries(await Promise.all(made))).reduce(
  (site, [path, content]) => withFile(site, path, content),
  shop,
)
const offer = (html: string, name: string): string =>
  html.replace(
    new RegExp(`<img src="/img/${name}-640.jpg"[^>]*>`),
    `<picture><source type="image/webp" srcset="/img/${name}-320.webp">$&</picture>`,
  )

export const picturesOfferedAsWebp: Case = {
  id: 'pictures-offered-as-webp',
  kind: 'harmless',
  symptom: 'Browsers that know WebP get pictures as such, of high quality; the others get what they got.',
  pages: ['/'],
  base: shop,
  candidate: rewrite(withWebp, '/', html => names.reduce(offer, html)),
  shows: async visit => {
    await visit.open()
    const shot = await visit.shot('[data-id="chair"] img')
    return (await difference(shot, shop.files['/img/chair-320.jpg'] as Buffer, 64, 48)) < 5
  },
}
