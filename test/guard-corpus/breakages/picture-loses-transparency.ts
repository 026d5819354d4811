import sharp from 'sharp'
import { renamed, rewrite, withFile } from '../edit-site.js'
import { emblem } from '../pictures.js'
import type { Case } from '../site.js'
import { shop } from '../sites/shop.js'

const mark = '<img id="mark" src="/img/mark.png" width="120" height="120" alt="Made in the valley">'
const png = await emblem()
const base = withFile(
  rewrite(shop, '/', html => html.replace('<h1>Things that last</h1>', `<h1>Things that last</h1>\n        ${mark}`)),
  '/img/mark.png',
  png,
)

export const pictureLosesTransparency: Case = {
  id: 'picture-loses-transparency',
  kind: 'breakage',
  symptom: 'The maker’s mark sits in a black square: its transparency is lost.',
  pages: ['/'],
  base,
  candidate: withFile(
    renamed(base, '/img/mark.png', '/img/mark.jpg'),
    '/img/mark.jpg',
    await sharp(png).flatten().jpeg().toBuffer(),
  ),
  shows: async visit => {
    await visit.open()
    const { data } = await sharp(await visit.shot('#mark'))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return data[0]! < 60
  },
}
