import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PageSurvey } from '../model/observation.js'
import { PROFILES } from '../model/profile.js'
import { photograph } from './fixtures/pictures.js'
import { changed, realLab, replaced, type Site, target } from './fixtures/real-site.js'
import { compareSurveys } from './guard.js'

let machine: Awaited<ReturnType<typeof realLab>>
let site: Site
let baseline: PageSurvey[]

const STYLE = `body{margin:0;font:16px/1.5 sans-serif;color:#222;background:#fff}main{padding:16px}img{display:block;width:200px;height:150px}
.note{height:24px;overflow:hidden}button{width:200px;height:48px}.menu{display:flex;overflow-x:auto;width:300px}.menu span{flex:none;width:200px}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`

beforeAll(async () => {
  machine = await realLab()
  site = {
    'index.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lamps</title><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="style.css"></head>
<body><main><h1>Lamps for long evenings</h1><p class="price">€ 21.90</p><img src="lamp.png" alt="A brass lamp"><p class="note">Ships on Monday</p>
<button>Add to cart</button><p class="menu"><span>Desk lamps</span><span>Floor lamps</span></p><span class="said">For readers of screens</span></main></body></html>`,
    'style.css': STYLE,
    'lamp.png': await photograph(400, 300, 'lamp'),
  }
  baseline = await look('sound', site)
}, 60_000)
afterAll(async () => machine.close())

/** Two looks at a site as a phone shows it. */
async function look(name: string, of: Site): Promise<PageSurvey[]> {
  const served = await machine.serve(await machine.build(name, of))
  try {
    const [page] = target.pages
    const once = () => machine.lab.survey(served, page!, PROFILES.mobile)
    return await Promise.all([once(), once()])
  } finally {
    await served.stop()
  }
}

const added = (css: string) => changed(site, { 'style.css': `${STYLE}\n${css}` })
const DEFECTS: Record<string, [() => Site, RegExp]> = {
  'text in the colour behind it': [() => added('h1{color:#fff}'), /cannot be seen any more: “Lamps for long evenings”/],
  'transparent text': [() => added('.price{opacity:0}'), /cannot be seen any more: “€ 21.90”/],
  'text off the page': [() => added('.price{position:absolute;left:-9999px}'), /cannot be seen any more: “€ 21.90”/],
  'text clipped away': [() => added('.price{height:0;overflow:hidden;margin:0}'), /cannot be seen any more: “€ 21.90”/],
  'text cut off': [() => added('.note{height:9px}'), /cut off: “Ships on Monday”/],
  'a picture that does not come': [() => changed(site, { 'lamp.png': null }), /picture is not shown: “A brass lamp”/],
  'a picture that cannot be decoded': [() => changed(site, { 'lamp.png': 'no picture' }), /picture is not shown/],
  'a transparent picture': [() => added('img{opacity:0}'), /picture is not shown: “A brass lamp”/],
  'a page wider than the screen': [() => added('h1{width:700px}'), /px wider than the screen instead of 0 px/],
  'a smaller button': [
    () => added('button{height:20px}'),
    /“Add to cart” is 200 × 20 px to tap instead of 200 × 48 px/,
  ],
}

test.each(Object.entries(DEFECTS))(
  '%s breaks what a visitor sees or uses',
  async (name, [defect, says]) => {
    const { breakages } = await compareSurveys({ baseline, candidate: await look(name, defect()) })
    const told = breakages.filter(({ check }) => check === 'use').map(({ message }) => message)
    expect(told.join('\n')).toMatch(says)
  },
  60_000,
)

test('nothing is broken where a picture has another format and frame, text another colour, a button another size', async () => {
  const other = changed(
    replaced(site, 'index.html', /<img[^>]*>/, '<picture><source srcset="lamp.webp" type="image/webp">$&</picture>'),
    {
      'lamp.webp': await sharp(site['lamp.png'] as Buffer)
        .webp({ quality: 90 })
        .toBuffer(),
      'style.css': `${STYLE}\nh1{color:#333}button{height:46px}`,
    },
  )
  const { breakages } = await compareSurveys({ baseline, candidate: await look('other', other) })
  expect(breakages).toEqual([])
}, 60_000)
