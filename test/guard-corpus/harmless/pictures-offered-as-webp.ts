import { rewrite, withFile } from '../edit-site.js'
import { difference, picture } from '../pictures.js'
import type { Case } from '../site.js'
import { sceneOf, shop } from '../sites/shop.js'

const NAMES = ['kettle', 'lamp', 'chair', 'bowl']
const WIDTHS = [320, 640]
const webp = async (name: string, width: number) =>
  [
    `/img/${name}-${width}.webp`,
    await picture(sceneOf(name), { width, height: (width * 3) / 4, format: 'webp', quality: 85 }),
  ] as const
const made = await Promise.all(NAMES.flatMap(name => WIDTHS.map(width => webp(name, width))))
const withWebp = made.reduce((site, [path, content]) => withFile(site, path, content), shop)
const offer = (html: string, name: string): string =>
  html.replace(
    new RegExp(`<img src="/img/${name}-640.jpg" (srcset="[^"]*" sizes="[^"]*")[^>]*>`),
    (img, widths: string) => {
      return `<picture><source type="image/webp" ${widths.replaceAll('.jpg', '.webp')}>${img}</picture>`
    },
  )

export const picturesOfferedAsWebp: Case = {
  id: 'pictures-offered-as-webp',
  kind: 'harmless',
  symptom: 'Browsers that know WebP get pictures as such, of high quality; the others get what they got.',
  pages: ['/'],
  base: shop,
  candidate: rewrite(withWebp, '/', html => NAMES.reduce(offer, html)),
  shows: async visit => {
    await visit.open()
    const shot = await visit.shot('[data-id="chair"] img')
    return (await difference(shot, shop.files['/img/chair-320.jpg'] as Buffer, 64, 48)) < 5
  },
}
