import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { photo } from '../../../src/instruments/images/fixtures/pictures.js'
import { inlineCriticalCss } from './critical-css.js'
import { encodeOutput } from './encoding.js'
import { minifyFiles } from './minify-files.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-peers-'))
  await mkdir(join(folder, 'notes'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, content: string | Buffer) => writeFile(join(folder, name), content)
const read = (name: string) => readFile(join(folder, name), 'utf8')
const page = (href: string) =>
  `<!doctype html><html><head><title>T</title><link rel="stylesheet" href="${href}"></head><body>\n  <!-- x -->\n  <h1 class="seen">T</h1>\n</body></html>`

it('puts the rules that a page uses into it, wherever its style sheets are named from', async () => {
  await write('site.css', '.seen { color: #123456 } .unseen { color: #654321 }')
  await write('index.html', page('/site.css'))
  await write('near.html', page('site.css'))
  await write('notes/one.html', page('/site.css'))
  await write('plain.html', '<!doctype html><html><head></head><body></body></html>')
  expect(await inlineCriticalCss(folder)).toBe('critical CSS in 3 of 4 pages')
  for (const name of ['index.html', 'near.html', 'notes/one.html']) {
    const html = await read(name)
    expect(html).toMatch(/<style>[^<]*\.seen\s*\{\s*color:\s*#123456/)
    expect(html).not.toContain('#654321')
    expect(html).toContain('site.css')
  }
})

it('encodes pictures in their own format, and keeps those that would grow', async () => {
  await write('photo.jpg', await photo(400, 300).jpeg({ quality: 98 }).toBuffer())
  await write('photo.png', await photo(200, 150).png().toBuffer())
  const small = await photo(200, 150).jpeg({ quality: 20 }).toBuffer()
  await write('notes/small.jpg', small)
  const before = {
    jpg: (await readFile(join(folder, 'photo.jpg'))).length,
    png: (await readFile(join(folder, 'photo.png'))).length,
  }
  expect(await encodeOutput(folder)).toMatch(/^3 pictures encoded/)
  for (const format of ['jpg', 'png'] as const) {
    const after = await readFile(join(folder, `photo.${format}`))
    expect(after.length).toBeLessThan(before[format])
    expect((await sharp(after).metadata()).format).toBe(format === 'jpg' ? 'jpeg' : 'png')
  }
  expect(await readFile(join(folder, 'notes/small.jpg'))).toEqual(small)
})

it('minifies pages, styles and scripts under their own names, and leaves what is minified', async () => {
  await write('index.html', page('/site.css'))
  await write('site.css', '.seen {\n  color: #ff0000;\n}\n')
  await write('site.js', 'var greeting = "hello"\nwindow.show = function (someone) { return greeting + someone }\n')
  await write('lib.min.js', 'var  a  =  1')
  expect(await minifyFiles(folder)).toMatch(/^3 files minified/)
  expect(await read('index.html')).not.toContain('<!-- x -->')
  expect(await read('site.css')).toBe('.seen{color:red}\n')
  // A script's globals are those of its page.
  expect(await read('site.js')).toMatch(/^var greeting="hello";/)
  expect(await read('lib.min.js')).toBe('var  a  =  1')
})
