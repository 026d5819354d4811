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
})
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

/** Defects that do not get in each other's way, per site: its changes, and what is said of each. */
const BROKEN: readonly { css: string; lamp?: string | null; says: Record<string, RegExp> }[] = [
  {
    css: 'h1{color:#fff}.price{opacity:0}.note{height:9px}button{height:20px}',
    lamp: null,
    says: {
      'text in the colour behind it': /cannot be seen any more: “Lamps for long evenings” and 1 more/,
      'text cut off': /cut off: “Ships on Monday”/,
      'a smaller button': /“Add to cart” is 200 × 20 px to tap instead of 200 × 48 px/,
      'a picture that does not come': /not shown any more: the picture “A brass lamp”/,
    },
  },
  {
    css: 'h1{width:700px}.price{opacity:0}',
    lamp: 'no picture',
    says: {
      'a page wider than the screen': /px wider than the screen, and fitted before/,
      'transparent text': /cannot be seen any more: “€ 21.90”$/m,
      'a picture that cannot be decoded': /not shown any more: the picture “A brass lamp”/,
    },
  },
  {
    css: '.price{position:absolute;left:-9999px}img{opacity:0}',
    says: {
      'text off the page': /cannot be seen any more: “€ 21.90”$/m,
      'a transparent picture': /not shown any more: the picture “A brass lamp”/,
    },
  },
  {
    css: '.price{height:0;overflow:hidden;margin:0}',
    says: { 'text clipped away': /cannot be seen any more: “€ 21.90”$/m },
  },
]

test.concurrent.each(BROKEN)('is broken: $css', async ({ css, lamp, says }) => {
  const files = { 'style.css': `${STYLE}\n${css}`, ...(lamp === undefined ? {} : { 'lamp.png': lamp }) }
  const { breakages } = await compareSurveys({ baseline, candidate: await look(css, changed(site, files)) })
  const told = breakages.filter(({ check }) => check === 'use').map(({ message }) => message)
  for (const said of Object.values(says)) expect(told.join('\n')).toMatch(said)
  expect(told).toHaveLength(Object.keys(says).length)
})

test.concurrent('is sound: another format and frame of a picture, another colour, a button that is large enough', async () => {
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
})
