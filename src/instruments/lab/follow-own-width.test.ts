import sharp from 'sharp'
import { expect, it } from 'vitest'
import { PROFILES } from '../../model/profile.js'
import { labOnSite } from './fixtures/lab-on-site.js'

const pictures = {
  'shrinking box': '<div style="float: left"><img style="width: 75%" src="/car.png?shrinking"></div>',
  'flex item':
    '<div style="display: flex"><div><img style="width: 75%; transition: all 1s" src="/car.png?flex"></div><p>Text</p></div>',
  'its own width within limits': '<img style="max-width: 60%" src="/car.png?limited">',
  'box of the page': '<div><img style="width: 75%" src="/car.png?block"></div>',
  'box of a given width': '<div style="float: left; width: 300px"><img style="width: 75%" src="/car.png?given"></div>',
  'given width': '<div style="float: left"><img width="200" height="100" src="/car.png?fixed"></div>',
  'filled box':
    '<div style="width: 200px; height: 200px"><img style="width: 100%; height: 100%; object-fit: cover" src="/car.png?cover"></div>',
  'own size': '<img src="/small.png">',
}

const PAGE = `<!doctype html><html lang="en"><head><title>Pictures</title><meta name="viewport" content="width=device-width">
<style>section { overflow: hidden }</style></head><body>${Object.values(pictures)
  .map(markup => `<section>${markup}</section>`)
  .join('\n')}</body></html>`

const site = labOnSite(async () => {
  const picture = sharp({ create: { width: 800, height: 400, channels: 3, background: 'teal' } })
  return {
    'car.png': await picture.png().toBuffer(),
    'small.png': await picture.resize(40, 20).png().toBuffer(),
    'index.html': PAGE,
  }
})

it('knows the pictures whose own width says how wide their box is, and leaves the page as it was', async () => {
  const { images } = await site.lab.survey(site.served, { id: '/', path: '/', weight: 1 }, PROFILES.mobile)
  expect(images.filter(image => image.followsOwnWidth).map(({ url }) => url)).toEqual([
    '/car.png?shrinking',
    '/car.png?flex',
  ])
  expect(images).toHaveLength(Object.keys(pictures).length)
})
