import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PageSurvey } from '../../model/observation.js'
import { PROFILES } from '../../model/profile.js'
import { sha256 } from '../../system/hash.js'
import type { ServedArm } from '../serving/index.js'
import { serveFolder } from './fixtures/serve-folder.js'
import { Lab } from './lab.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const UNUSED = '.never { color: red; background: blue }'
const SHEET = `@import url("/more.css");
h1 { color: green }
${UNUSED}
@font-face { font-family: "Shop Sans"; src: url(fonts/shop.woff2) format("woff2"), url("/fonts/shop.woff"); unicode-range: U+0-FF }
@keyframes in { from { opacity: 0 } to { opacity: 1 } }
`

let root: string
let served: ServedArm
let lab: Lab
let survey: PageSurvey
let painted: Buffer

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunewright-survey-'))
  painted = await sharp({ create: { width: 20, height: 10, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  const inCode = `data:image/png;base64,${painted.toString('base64')}`
  const files = {
    'index.html': `<!doctype html><html lang="en"><head><title>A page</title><link rel="stylesheet" href="/main.css"><style>p { color: black } .not { color: red }</style></head>
      <body><h1>Text</h1><p>More</p><img width="40" height="30" alt="Drawn" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='30'/%3E">
      <img width="20" height="10" alt="Painted" src="${inCode}"><p style="background: url(${inCode})">Again</p><script>
        document.head.append(Object.assign(document.createElement('style'), { textContent: '.made { color: red }' }))
        document.adoptedStyleSheets = [new CSSStyleSheet()]</script></body></html>`,
    'main.css': SHEET,
    // What a slider does to its pictures.
    'slider.html': `<!doctype html><html lang="en"><head><title>Slides</title></head><body><section><img src="slide.svg" width="300" height="200" alt=""></section>
      <script>addEventListener('load', () => setTimeout(() => {
        const picture = document.querySelector('img')
        const frame = document.createElement('div')
        frame.append(picture.cloneNode(), picture)
        document.querySelector('section').replaceChildren(frame)
      }, 300))</script></body></html>`,
    // A browser counts no picture of fewer bytes for its size as a paint.
    'slide.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><path d="M0 0h300v200H0z" fill="teal"/>${'<path d="M9 9h90v90z"/>'.repeat(200)}</svg>`,
    'more.css': '@font-face { font-family: Other; src: url(/other.woff2); font-display: swap }',
  }
  for (const [path, content] of Object.entries(files)) await writeFile(join(root, path), content)
  served = await serveFolder(root, logger)
  lab = await Lab.open({ logger })
  survey = await lab.survey(served, { id: 'home', path: '/', weight: 1 }, PROFILES.mobile)
})
afterAll(async () => {
  await lab?.close()
  await served?.stop()
  await rm(root, { recursive: true, force: true })
})

it('counts the rules of each sheet that apply to nothing, and no fonts, keyframes or imports', () => {
  const of = (url: string) => survey.styles?.find(sheet => sheet.url === url)
  expect(of('/main.css')).toEqual({
    url: '/main.css',
    bytes: SHEET.length,
    usedBytes: SHEET.length - UNUSED.length,
  })
  expect(of('/more.css')).toMatchObject({ usedBytes: of('/more.css')!.bytes })
  expect(survey.styles!.filter(({ url }) => url.startsWith('/#inline'))[0]).toMatchObject({
    bytes: 'p { color: black } .not { color: red }'.length,
    usedBytes: 'p { color: black } '.length,
  })
})

it('knows the fonts that are declared, also in imported sheets', () => {
  expect(survey.fonts).toEqual(
    expect.arrayContaining([
      {
        family: 'Shop Sans',
        urls: ['/fonts/shop.woff2', '/fonts/shop.woff'],
        display: 'auto',
        range: 'U+0-FF',
      },
      { family: 'Other', urls: ['/other.woff2'], display: 'swap', range: '' },
    ]),
  )
})

it('knows the largest picture again that a script has put somewhere else since', async () => {
  const { images } = await lab.survey(served, { id: 'slides', path: '/slider.html', weight: 1 }, PROFILES.mobile)
  expect(images.map(({ selector, isLcp }) => [selector, isLcp])).toEqual([
    ['html > body > section > div > img:nth-of-type(1)', true],
    ['html > body > section > div > img:nth-of-type(2)', false],
  ])
})

it('knows pictures that stand in the page apart from those that it asks for', () => {
  expect(survey.images).toEqual([])
  expect(survey.inlinedImages).toEqual([
    expect.objectContaining({
      url: 'data:image/svg+xml',
      alt: 'Drawn',
      natural: { width: 40, height: 30 },
      bodyHash: null,
    }),
    expect.objectContaining({
      url: 'data:image/png',
      alt: 'Painted',
      bodyHash: sha256(painted),
      bytes: painted.length,
    }),
    expect.objectContaining({ url: 'data:image/png', via: 'css-background', bodyHash: sha256(painted) }),
  ])
  expect(Object.keys(survey.inlinedImages![1]!)).not.toContain('inlined')
})

it('counts what stands in the code as the file that it was, once', () => {
  expect(survey.metrics['image-transfer-size']).toBe(painted.length)
})
