import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Lab } from '../../instruments/lab/lab.js'
import type { PageSurvey } from '../../model/observation.js'
import { writeSite } from '../fixtures/static-site.js'
import { loadPage, lookAtPages, photograph } from './fixtures/measured-site.js'
import { type DimensionedPage, giveDimensions } from './give-dimensions.js'

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const page = (styles: string, body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head>${head}<title>A page</title><meta name="viewport" content="width=device-width"><style>body { margin: 8px } ${styles}</style></head><body>
${body}
<p>${'Text below the pictures. '.repeat(20)}</p>
</body></html>`

interface Case {
  readonly styles: string
  readonly body: string
  /** What its line holds afterwards; null: it stays. */
  readonly written: string | null
  readonly reason?: string
  /** The page is painted before the picture, and its text moves when it comes. */
  readonly moves?: true
}

const CASES: Readonly<Record<string, Case>> = {
  fluid: {
    styles: '.fluid { max-width: 100%; height: auto }',
    body: '<img src="/wide.jpg" class="fluid" alt="A">',
    written: '<img width="600" height="300" src=',
    moves: true,
  },
  natural: {
    styles: '',
    body: '<img src="/small.jpg" class="natural" alt="A">',
    written: '<img width="120" height="80" src=',
    moves: true,
  },
  'no-height': {
    styles: '.no-height { width: 100% }',
    body: '<img src="/wide.jpg" class="no-height" alt="A">',
    written: '<img style="aspect-ratio: auto 600 / 300" src=',
    moves: true,
  },
  'only-limit': {
    styles: '.only-limit { max-width: 100% }',
    body: '<img src="/wide.jpg" class="only-limit" alt="A">',
    written: '<img width="600" style="aspect-ratio: auto 600 / 300" src=',
    moves: true,
  },
  cover: {
    styles: '.cover { width: 100%; height: 180px; object-fit: cover }',
    body: '<img src="/wide.jpg" class="cover" alt="A">',
    written: '<img width="600" height="300" src=',
  },
  // As wide as its height says: a width of its own would cut it.
  high: {
    styles: '.high { height: 180px; object-fit: cover }',
    body: '<p><img src="/wide.jpg" class="high" alt="A"> beside</p>',
    written: '<img style="aspect-ratio: auto 600 / 300" src=',
  },
  'own-width': {
    styles: '.own-width { height: auto }',
    body: '<img width="300" src="/wide.jpg" class="own-width" alt="A">',
    written: '<img height="150" width="300" src=',
    moves: true,
  },
  'own-style': {
    styles: '.own-style { width: 80% }',
    body: `<img style='border: 1px solid' src="/wide.jpg" class="own-style" alt="A">`,
    written: `style='aspect-ratio: auto 600 / 300; border: 1px solid' src=`,
    moves: true,
  },
  // A row as high as something else in it: the picture is as well, and as wide as that says.
  stretched: {
    styles: '.row { display: flex; height: 50px }',
    body: '<div class="row"><img src="/small.jpg" class="stretched" alt="A"></div>',
    written: null,
    reason: 'something of the page moves',
  },
  // Nobody looked at it 700 px wide.
  between: {
    styles: '@media (min-width: 600px) and (max-width: 800px) { .between { height: 50px } }',
    body: '<img src="/small.jpg" class="between" alt="A">',
    written: null,
    reason: 'other viewports',
  },
  toggled: {
    styles: '.open .toggled:hover { height: 50px }',
    body: '<img src="/small.jpg" class="toggled" alt="A">',
    written: null,
    reason: 'other viewports',
  },
  drawn: {
    styles: '.drawn { max-width: 100%; height: auto }',
    body: '<img src="/sized.svg" class="drawn" alt="A">',
    written: '<img width="64" height="32" src=',
  },
  'ratio-drawn': {
    styles: '.ratio-drawn { width: 200px }',
    body: '<img src="/boxed.svg" class="ratio-drawn" alt="A">',
    written: '<img style="aspect-ratio: auto',
  },
  shapeless: {
    styles: '.shapeless { width: 200px }',
    body: '<img src="/shapeless.svg" class="shapeless" alt="A">',
    written: null,
    reason: 'without a size of its own',
  },
  art: {
    styles: '.art { max-width: 100%; height: auto }',
    body: '<picture><source media="(max-width: 600px)" srcset="/small.jpg"><img src="/wide.jpg" class="art" alt="A"></picture>',
    written: null,
    reason: 'different shapes',
  },
  choices: {
    styles: '.choices { width: 100%; height: auto }',
    body: '<img src="/wide.jpg" srcset="/half.jpg 300w, /wide.jpg 600w" sizes="50vw" class="choices" alt="A">',
    written: '<img width="600" height="300" src=',
    moves: true,
  },
  // As wide as `sizes` says, and so never the same.
  'choices-natural': {
    styles: '.choices-natural { max-width: 100%; height: auto }',
    body: '<img src="/wide.jpg" srcset="/half.jpg 300w, /wide.jpg 600w" sizes="50vw" class="choices-natural" alt="A">',
    written: null,
    reason: 'other viewports',
  },
  lazy: {
    styles: '.lazy { width: 100%; height: auto }',
    body: '<img id="later" data-src="/late.jpg" class="lazy" alt="A"><script>later.src = later.dataset.src</script>',
    written: null,
    reason: 'no view',
  },
}
const NAMES = Object.keys(CASES)
const MOVING = NAMES.filter(name => CASES[name]!.moves)

const SINGLE: Readonly<Record<string, string>> = {
  // A policy in the page itself.
  'policy.html': page(
    'img { width: 100% }',
    '<img src="/wide.jpg" alt="A">',
    `<meta http-equiv="content-security-policy" content="style-src-attr 'none'">`,
  ),
  'unreadable.html': page(
    'img { width: 100%; height: auto }',
    '<link rel="stylesheet" href="/none.css"><img src="/wide.jpg" alt="A">',
  ),
}
const SITE: Readonly<Record<string, string>> = {
  'all.html': page(
    NAMES.map(name => CASES[name]!.styles).join('\n'),
    NAMES.map(name => `<div>${CASES[name]!.body}</div>`).join('\n'),
  ),
  ...SINGLE,
}
const lineOf = (html: string, name: string): string => html.split('\n').find(line => line.includes(`class="${name}"`))!

let folder: string
let lab: Lab
let before: Map<string, PageSurvey[]>
let after: Map<string, PageSurvey[]>
const given = new Map<string, DimensionedPage>()
const all = () => given.get('/all.html')!

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-dimensions-'))
  await writeSite(folder, {
    ...SITE,
    'sized.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><rect width="64" height="32"/></svg>',
    'boxed.svg':
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32"><rect width="64" height="32"/></svg>',
    'shapeless.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="100%"><rect width="64" height="32"/></svg>',
  })
  const wide = await photograph(600, 300)
  await writeFile(join(folder, 'wide.jpg'), wide)
  await writeFile(join(folder, 'late.jpg'), wide)
  await writeFile(join(folder, 'half.jpg'), await photograph(300, 150))
  await writeFile(join(folder, 'small.jpg'), await photograph(120, 80))
  lab = await Lab.open({ logger, cap: 60_000 })
  const paths = Object.keys(SITE).map(file => `/${file}`)
  before = await lookAtPages(lab, folder, paths)
  const textOf = (_: string, address: string) => readFile(join(folder, address), 'utf8').catch(() => null)
  for (const [path, surveys] of before) {
    const file = path.slice(1)
    const found = await giveDimensions(SITE[file]!, file, [{ path, surveys }], textOf, true)
    given.set(path, found)
    await writeFile(join(folder, file), found.text)
  }
  after = await lookAtPages(lab, folder, paths)
}, 240_000)
afterAll(async () => {
  await lab?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('dimensions of pictures', () => {
  it.each(NAMES)('%s: what is written', name => {
    const { written, reason, body } = CASES[name]!
    const line = lineOf(all().text, name)
    if (written === null) {
      expect(line).toBe(`<div>${body}</div>`)
      expect(
        all()
          .refusals.map(one => one.reason)
          .join(),
      ).toContain(reason)
    } else expect(line).toContain(written)
  })

  it('every picture is either given dimensions or left alone with a reason', () => {
    const { given: written, refusals } = all()
    expect(written).toHaveLength(NAMES.filter(name => CASES[name]!.written !== null).length)
    expect(refusals).toHaveLength(NAMES.filter(name => CASES[name]!.written === null).length)
  })

  it.each([
    ['/policy.html', 'no inline styles'],
    ['/unreadable.html', 'cannot be read'],
  ])('%s is left alone', (path, reason) => {
    const { text, refusals } = given.get(path)!
    expect(text).toBe(SITE[path.slice(1)])
    expect(refusals.map(one => one.reason).join()).toContain(reason)
  })

  it('at rest the page looks the same on a phone and at a desk', () => {
    const [was, is] = [before.get('/all.html')!, after.get('/all.html')!]
    expect(is.map(({ profile }) => profile)).toEqual(['mobile', 'desktop'])
    expect(is.map(({ screenshotBase64 }, index) => screenshotBase64 === was[index]!.screenshotBase64)).toEqual([
      true,
      true,
    ])
    expect(is.map(({ images }) => images.map(({ box }) => box))).toEqual(
      was.map(({ images }) => images.map(({ box }) => box)),
    )
  })

  it.each(MOVING)(
    '%s: nothing moves any more when the picture comes',
    async name => {
      const { styles, body } = CASES[name]!
      const shiftOf = async (line: string): Promise<number> => {
        await writeFile(join(folder, `one-${name}.html`), page(styles, line))
        const { metrics } = await loadPage(lab, folder, `/one-${name}.html`)
        return metrics['cumulative-layout-shift']!
      }
      expect(await shiftOf(body)).toBeGreaterThan(0.001)
      expect(await shiftOf(lineOf(all().text, name))).toBe(0)
    },
    60_000,
  )

  it('given again, nothing changes', async () => {
    const textOf = async () => null
    const [path, surveys] = ['/all.html', after.get('/all.html')!]
    expect((await giveDimensions(all().text, 'all.html', [{ path, surveys }], textOf, true)).text).toBe(all().text)
  })
})
