import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contextOf } from '../../fixtures/context.js'
import { folderWorkspace } from '../../fixtures/folder-workspace.js'
import { staticSite, writeSite } from '../../fixtures/static-site.js'
import { openSans } from '../../fonts/fixtures/open-sans.js'
import { readFont } from '../../fonts/font-reader.js'
import { parseUnicodeRange } from '../../fonts/unicode-range.js'
import { actuator } from './actuator.js'
import type { FontFiles } from './configuration.js'
import { CSS, observed, siteAt, siteFiles, TEXT } from './fixtures/contract-case.js'
import { strategy } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true }))))

const folderOf = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewright-fonts-'))
  folders.push(folder)
  return folder
}
const cacheFolder = await folderOf()

const site = async (
  files: Readonly<Record<string, string | Uint8Array>> = {},
  configuration: Partial<FontFiles> = {},
  fonts: readonly string[] = ['/fonts/text.ttf'],
) => {
  const folder = await folderOf()
  await writeSite(folder, { ...siteFiles(), ...files })
  const stock = contextOf(strategy, { ...siteAt(folder), ...staticSite(folder, observed(fonts)) })
  const context = { ...stock, cacheFolder, configuration: { ...stock.configuration, ...configuration } }
  return { context, workspace: folderWorkspace(folder) }
}

/** The font with some bits of its embedding set. */
const restricted = (type: number): Buffer => {
  const font = openSans()
  const tables = font.readUInt16BE(4)
  for (let at = 12; at < 12 + 16 * tables; at += 16)
    if (font.toString('ascii', at, at + 4) === 'OS/2') font.writeUInt16BE(type, font.readUInt32BE(at + 8) + 8)
  return font
}

describe('a page in a font with more characters than it uses', () => {
  it('is sent those first, and every other one when it is needed', async () => {
    const { context, workspace } = await site()
    const { candidates, findings } = await actuator.propose(context, workspace)
    expect(candidates.map(({ id }) => id)).toEqual(['subset', 'woff2'])
    expect(findings[0]!.message).toMatch(/^80\.0 kB are sent; it is .* as WOFF 2, .* of its 1010 characters/)
    expect(candidates[0]!.predicted['total-transfer-size']).toBeLessThan(
      candidates[1]!.predicted['total-transfer-size']!,
    )
    await actuator.apply(candidates[0]!, context, workspace)
    const css = await workspace.readText('css/site.css')
    expect(
      css.replaceAll(/[0-9a-f]{8}\.woff2/g, 'HASH.woff2').replaceAll(/unicode-range: [^;]*/g, 'unicode-range: …'),
    ).toBe(
      CSS.replace(
        /@font-face \{\n {2}font-family: 'Text'[^}]*\}/,
        ['rest', 'first']
          .map(
            part =>
              `@font-face {\n  font-family: 'Text';\n  src: url('../fonts/text.${part}.HASH.woff2') format('woff2'), url('../fonts/text.ttf') format('truetype');\n  font-display: swap;\n  unicode-range: …;\n}`,
          )
          .join('\n'),
      ),
    )
    const [rest, first] = [...css.matchAll(/text\.(?:rest|first)\.\w+\.woff2/g)].map(([name]) => `fonts/${name}`)
    const whole = await readFont(openSans())
    const [has, hasRest] = [await readFont(await workspace.read(first!)), await readFont(await workspace.read(rest!))]
    for (const one of TEXT.join('')) expect(has.characters).toContain(one.codePointAt(0))
    expect(has.characters).not.toContain('Ω'.codePointAt(0))
    expect([...new Set([...has.characters, ...hasRest.characters])].sort((a, b) => a - b)).toEqual(whole.characters)
    // Each character that the font has is asked for in a file that has it.
    const ranges = [...css.matchAll(/unicode-range: ([^;]*)/g)].map(([, range]) => parseUnicodeRange(range!)!)
    const inRange = (index: number, one: number) => ranges[index]!.some(([a, b]) => a <= one && one <= b)
    for (const one of whole.characters) {
      const file = inRange(1, one) ? has : inRange(0, one) ? hasRest : null
      expect(file?.characters.includes(one), one.toString(16)).toBe(true)
    }
    expect(await workspace.exists('fonts/text.ttf')).toBe(true)
    expect(await workspace.readText('index.html')).toContain(
      `<link rel="preload" as="font" type="font/woff2" href="${first}" crossorigin>`,
    )
  })

  it('is left alone when that was done', async () => {
    const { context, workspace } = await site()
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates[0]!, context, workspace)
    const [name] = /text\.first\.\w+\.woff2/.exec(await workspace.readText('css/site.css'))!
    const again = { ...context, observation: observed([`/fonts/${name}`]) }
    const { candidates: more } = await actuator.propose(again, workspace)
    expect(more).toEqual([])
    await expect(actuator.apply(candidates[0]!, again, workspace)).rejects.toMatchObject({ code: 'CHANGE_REFUSED' })
  })

  it('is sent the characters of its translations, escaped or not, and those that are wanted', async () => {
    const { context, workspace } = await site(
      { 'lang/el.json': '{"lamp": "\\u03bb\\u03ac\\u03bc\\u03c0\\u03b1"}', 'app.js': 'const a = `\\u{1EA1} Ж`' },
      { keepCharacters: 'U+3A8' },
    )
    const { candidates } = await actuator.propose(context, workspace)
    await actuator.apply(candidates[0]!, context, workspace)
    const [name] = /text\.first\.\w+\.woff2/.exec(await workspace.readText('css/site.css'))!
    const { characters } = await readFont(await workspace.read(`fonts/${name}`))
    // Upper case as well, and a letter with its mark taken apart.
    for (const one of 'λάμπαΛΆΜΠΑạẠЖжΨa\u0323') expect(characters, one).toContain(one.codePointAt(0))
    for (const one of 'ωэ') expect(characters, one).not.toContain(one.codePointAt(0))
  })

  it('can have it as WOFF 2 alone', async () => {
    const { context, workspace } = await site({}, { strategies: ['woff2'] })
    const { candidates } = await actuator.propose(context, workspace)
    expect(candidates.map(({ id }) => id)).toEqual(['woff2'])
    await actuator.apply(candidates[0]!, context, workspace)
    const css = await workspace.readText('css/site.css')
    expect(css).toMatch(
      /src: url\('\.\.\/fonts\/text\.\w{8}\.woff2'\) format\('woff2'\), url\('\.\.\/fonts\/text\.ttf'\)/,
    )
    expect(css).not.toContain('unicode-range')
  })
})

describe('it leaves alone, with the reason,', () => {
  const reasons = async (...args: Parameters<typeof site>) => {
    const { context, workspace } = await site(...args)
    const { candidates, refusals } = await actuator.propose(context, workspace)
    return {
      ids: candidates.map(({ id }) => id),
      refusals: refusals.map(({ subject, reason }) => `${subject}: ${reason}`),
    }
  }

  it.each([
    ['fonts of other hosts', {}, ['https://cdn.example/a.woff2'], [], 'another host serves it'],
    ['fonts that no style of the project names', {}, ['/lib/a.woff2'], [], 'no @font-face in a style sheet'],
    [
      'what must not be embedded',
      { 'fonts/text.ttf': restricted(2) },
      undefined,
      [],
      'does not allow it to be embedded',
    ],
    [
      'what must not be taken apart',
      { 'fonts/text.ttf': restricted(0x104) },
      undefined,
      ['woff2'],
      'does not allow parts',
    ],
    ['what is no font', { 'fonts/text.ttf': 'text' }, undefined, [], 'cannot be read as a font'],
    [
      'what a script asks for too',
      { 'app.js': "new FontFace('Text', 'url(fonts/text.ttf)')" },
      undefined,
      [],
      'app.js names it as well',
    ],
    [
      'computed addresses',
      { 'css/site.css': '', 'site.scss': '@font-face { font-family: Text; src: url("#{$fonts}/text.ttf") }' },
      undefined,
      [],
      'its address is computed',
    ],
    [
      'fonts that are not there',
      { 'css/site.css': '@font-face { font-family: Text; src: url(/other/text.ttf) }' },
      undefined,
      [],
      'no file of the project',
    ],
  ])('%s', async (_, files, fonts, ids, reason) => {
    const found = await reasons(files as Record<string, string>, {}, fonts)
    expect(found.ids).toEqual(ids)
    expect(found.refusals.join('\n')).toContain(reason)
  })

  it('fonts of pictograms, where they are to be', async () => {
    const { context, workspace } = await site({}, {}, ['/fonts/pictures.woff2'])
    const automation = { ...context.automation, iconFonts: 'left-alone' as const }
    const { candidates, refusals } = await actuator.propose({ ...context, automation }, workspace)
    expect(candidates).toEqual([])
    expect(refusals).toContainEqual({
      subject: 'css/site.css: Pictures',
      reason: expect.stringContaining('it shows pictograms'),
    })
  })

  it('a face that has a unicode-range of its own, but for its format', async () => {
    const found = await reasons({ 'css/site.css': CSS.replace('font-display: swap;', 'unicode-range: U+0-FF;') })
    expect(found.ids).toEqual(['woff2'])
  })

  it('what would save less than is asked for', async () => {
    const found = await reasons({}, { minimumSaving: 79_900 })
    expect(found.ids).toEqual([])
    expect(found.refusals.join('\n')).toContain('less than 79.9 kB could be saved on it')
  })
})

it('a face in a <style> of the page is split there', async () => {
  const style = `<style>\n@font-face{font-family:Text;src:local("Text"),url(fonts/text.ttf)}\n</style>`
  const html = String(siteFiles()['index.html']).replace('<link rel="stylesheet" href="css/site.css">', style)
  const { context, workspace } = await site({ 'index.html': html, 'css/site.css': '' })
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates[0]!, context, workspace)
  expect((await workspace.readText('index.html')).replaceAll(/\w{8}\.woff2/g, 'HASH.woff2')).toMatch(
    /<style>\n@font-face\{font-family:Text;src:local\("Text"\),url\(fonts\/text\.rest\.HASH\.woff2\) format\("woff2"\), url\(fonts\/text\.ttf\);unicode-range:U\+[^}]*\}\n@font-face\{[^}]*first[^}]*\}\n<\/style>/,
  )
})

it('of a font of pictograms those come first that pages and scripts have names for', async () => {
  const css = CSS.replace('pictures.woff2', 'pictures.ttf').replace('woff2', 'truetype')
  const { context, workspace } = await site(
    {
      'index.html': String(siteFiles()['index.html']).replace('<h1>', '<h1 class="pic-lamp" title="&#x3c0;">'),
      'app.js': 'menu.classList.add("pic-jug")',
      'css/site.css': css,
      'css/pictures.css':
        ".pic-lamp::before { content: '\\03a9'; }\n.pic-jug { --sign: '\\0416'; }\n.pic-vase::before { content: '\\03a8'; }\n",
      'fonts/pictures.ttf': openSans(),
    },
    {},
    ['/fonts/pictures.ttf'],
  )
  const { candidates } = await actuator.propose(context, workspace)
  await actuator.apply(candidates[0]!, context, workspace)
  const written = await workspace.readText('css/site.css')
  const charactersOf = async (part: string) => {
    const [name] = new RegExp(`pictures\\.${part}\\.\\w+\\.woff2`).exec(written)!
    return (await readFont(await workspace.read(`fonts/${name}`))).characters
  }
  const [first, rest] = [await charactersOf('first'), await charactersOf('rest')]
  for (const one of 'ΩЖπ') expect(first, one).toContain(one.codePointAt(0))
  // Nothing has a name for it: it comes where it is shown all the same.
  expect(first).not.toContain('Ψ'.codePointAt(0))
  expect(rest).toContain('Ψ'.codePointAt(0))
})
