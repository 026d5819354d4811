import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { photo } from '../../src/instruments/images/fixtures/pictures.js'

/** Files of a small static site, by path. */
export type Site = Readonly<Record<string, string | Buffer>>

/** One change, of known kind, from one site to another. */
export interface Change {
  readonly name: string
  readonly before: Site
  readonly after: Site
}

const page = (head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
<meta name="viewport" content="width=device-width">${head}<link rel="stylesheet" href="/style.css"></head><body>${body}</body></html>`

const TEXT = Array.from(
  { length: 60 },
  (_, i) => `<p>Paragraph ${i}: ${'words that somebody reads '.repeat(12)}</p>`,
).join('')

/** A style sheet of so many rules that nothing on the page uses. */
const styles = (rules: number): string =>
  `body { font: 16px sans-serif; margin: 0 } img { max-width: 100%; height: auto } .back { height: 300px; background: url(/hero.jpg) center / cover }
${Array.from({ length: rules }, (_, i) => `.c${(i * 7919) % 99_991} { color: #${((i * 7919) % 0xffffff).toString(16).padStart(6, '0')}; margin: ${i % 17}px }`).join('\n')}`

/** A script that computes (millions of square roots) and carries data that compresses badly. */
const script = (millions: number, kilobytes: number): string =>
  `let sum = 0; for (let i = 0; i < ${millions}e6; i++) sum += Math.sqrt(i % 97); const data = ${JSON.stringify(
    Array.from(
      { length: kilobytes * 60 },
      (_, i) => ((i * 2_654_435_761) >>> 0).toString(36) + ((i * 40_503) >>> 0).toString(36),
    ),
  )};\n`

const RENDER = `document.getElementById('root').innerHTML = '<h1>A page that a script makes</h1>' + Array.from({ length: 80 }, (_, i) => '<p>Row ' + i + ' with some words to read</p>').join('')`

const jpeg = (width: number, quality: number): Promise<Buffer> =>
  photo(width, Math.round((width * 2) / 3))
    .jpeg({ quality })
    .toBuffer()
const webp = (width: number, quality: number): Promise<Buffer> =>
  photo(width, Math.round((width * 2) / 3))
    .webp({ quality })
    .toBuffer()

const gallery = (kind: string, attributes = ''): string =>
  Array.from({ length: 6 }, (_, i) => `<img src="/${i}.${kind}" width="768" height="512" alt="" ${attributes}>`).join(
    '',
  )

/** Unlike pages, and changes of the kinds that strategies make. */
export const changes = async (): Promise<Change[]> => {
  const six = async (kind: string, picture: Promise<Buffer>): Promise<Site> =>
    Object.fromEntries(await Promise.all(Array.from({ length: 6 }, async (_, i) => [`${i}.${kind}`, await picture])))
  const [hero, lean, jpegs, webps] = await Promise.all([
    jpeg(1_600, 92),
    webp(900, 70),
    six('jpg', jpeg(768, 88)),
    six('webp', webp(768, 70)),
  ])
  const style = { 'style.css': styles(200) }
  const shown = (name: string, rest: string) =>
    `<h1>Photos</h1><img src="/${name}" width="1600" height="1067" alt="">${TEXT}${rest}`
  const photos: Site = {
    ...style,
    ...jpegs,
    'hero.jpg': hero,
    'index.html': page('', shown('hero.jpg', gallery('jpg'))),
  }
  const back = `<div class="back"></div><h1>Photos</h1>${TEXT}${gallery('jpg')}`
  const covered: Site = { ...style, ...jpegs, 'hero.jpg': hero, 'index.html': page('', back) }
  const scripted = (attributes: string, content: string): Site => ({
    ...style,
    'app.js': content,
    'index.html': page(`<script src="/app.js" ${attributes}></script>`, `<h1>Text</h1>${TEXT}`),
  })
  const made = (content: string): Site => ({
    ...style,
    'app.js': content,
    'index.html': page('<script type="module" src="/app.js"></script>', '<div id="root"></div>'),
  })
  const styled = (rules: number): Site => ({
    'style.css': styles(rules),
    'index.html': page('', `<h1>Text</h1>${TEXT}`),
  })
  return [
    {
      name: 'the largest picture lighter',
      before: photos,
      after: { ...style, ...jpegs, 'hero.webp': lean, 'index.html': page('', shown('hero.webp', gallery('jpg'))) },
    },
    {
      name: 'the other pictures lighter',
      before: photos,
      after: { ...style, ...webps, 'hero.jpg': hero, 'index.html': page('', shown('hero.jpg', gallery('webp'))) },
    },
    {
      name: 'the other pictures lazy',
      before: photos,
      after: { ...photos, 'index.html': page('', shown('hero.jpg', gallery('jpg', 'loading="lazy"'))) },
    },
    {
      name: 'the largest picture preloaded',
      before: covered,
      after: {
        ...covered,
        'index.html': page('<link rel="preload" as="image" href="/hero.jpg" fetchpriority="high">', back),
      },
    },
    { name: 'a script deferred', before: scripted('', script(5, 100)), after: scripted('defer', script(5, 100)) },
    { name: 'half a script', before: scripted('', script(10, 200)), after: scripted('', script(5, 100)) },
    { name: 'most of a style sheet', before: styled(5_000), after: styled(200) },
    { name: 'most of an application', before: made(script(20, 300) + RENDER), after: made(script(2, 30) + RENDER) },
    { name: 'nothing', before: photos, after: photos },
  ]
}

export const writeSite = async (site: Site, folder: string): Promise<void> => {
  for (const [name, content] of Object.entries(site)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}
