import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo } from '../../../../instruments/images/fixtures/pictures.js'
import { withOwnMark } from '../../../../instruments/images/own-mark.js'
import { sha256 } from '../../../../system/hash.js'
import { contextOf, dataOf, encodedPicture, shown } from '../../image-optimization/fixtures/encoded.js'
import type { EncodedPicture } from '../../image-optimization/plan/encoded-picture.js'
import { rewriteJsx } from '../../image-optimization/rewrite/jsx.js'
import { rewriteVue } from '../../image-optimization/vue/rewrite-vue.js'
import { REACT, VUE } from '../fixtures/component-app.js'
import { type Files, named, OPEN, opener, propose, removeProposed } from '../fixtures/proposed-app.js'

const PUBLIC = 'public/photos/soup.jpg'
const IMPORTED = 'src/soup.jpg'

let original: Buffer
let made: Files
beforeAll(async () => {
  original = await photo(1600, 1200).jpeg().toBuffer()
  const encodings = [400, 800].flatMap(async width => {
    const encoded = withOwnMark(
      await photo(width, width * 0.75)
        .webp()
        .toBuffer(),
    )
    return [PUBLIC, IMPORTED].map(path => [path.replace('.jpg', `-${width}.webp`), encoded] as const)
  })
  made = Object.fromEntries((await Promise.all(encodings)).flat())
})
afterAll(removeProposed)

const jsx = (img: string, head = ''): string =>
  `${head}export const App = ({ photo }) => (\n  <main>\n    ${img}\n    <p id="text">Text</p>\n  </main>\n)\n`
const vue = (img: string, head = ''): string =>
  `${head}<template>\n  <main>\n    ${img}\n    <p id="text">Text</p>\n  </main>\n</template>\n`

const FORMS: readonly (readonly [form: string, file: string, source: string])[] = [
  ['JSX, an address that data has a part in', 'src/App.jsx', jsx(`<img src={${named('photo')}} alt="" />`)],
  ['JSX, an address', 'src/App.jsx', jsx('<img src="/photos/soup.jpg" alt="" />')],
  ['JSX, an import', 'src/App.jsx', jsx('<img src={soup} alt="" />', "import soup from './soup.jpg'\n\n")],
  [
    'Vue, an address that data has a part in',
    'src/App.vue',
    vue(`<img :src="${named('photo')}" alt="" />`, '<script setup>\ndefineProps({ photo: String })\n</script>\n\n'),
  ],
  [
    'Vue, an import',
    'src/App.vue',
    vue('<img :src="soup" alt="" />', "<script setup>\nimport soup from './soup.jpg'\n</script>\n\n"),
  ],
  ['Vue, an address beside it', 'src/App.vue', vue('<img src="./soup.jpg" alt="" />')],
]

/** As image optimization leaves a file, where one viewport alone was looked at. */
const rewritten = (file: string, source: string): string => {
  const seen = [shown('mobile', 380)]
  const [served, imported] = [encodedPicture(PUBLIC, seen), encodedPicture(IMPORTED, seen)]
  const context = {
    ...contextOf([served, imported]),
    showingsOf: ({ showings }: EncodedPicture) => showings,
    data: dataOf([served], seen),
    helper: { specifier: './picture-sources' },
    importRefusal: null,
    fetchPriority: 'fetchPriority' as const,
    refusedInTemplates: null,
    refusedInScripts: null,
    around: { routerLinks: true, showsAsGiven: () => false },
  }
  return file.endsWith('.vue')
    ? rewriteVue({ path: file, text: source }, context).text
    : rewriteJsx(source, file, context).text
}

const project = (file: string, source: string, more: Files = {}): Files => ({
  ...(file.endsWith('.vue') ? VUE : REACT),
  [PUBLIC]: original,
  [IMPORTED]: original,
  [file]: source,
  ...more,
})
const image = (text: string): string => /<img[^>]*>/.exec(text)![0]
/** The helper of image optimization knows those pictures that were encoded, and says nothing of others that data may name. */
const alsoForOthers = (text: string): string =>
  text.replace(/(aspectRatio: pictureRatio\(`[^`]*`\))/, "$1 || 'auto 1600 / 1200'")
/** What was seen is the app as it was. */
const seen = (trial: Parameters<typeof opener>[0], more: Parameters<typeof opener>[1] = {}) => [
  opener(
    { ...trial, natural: { width: 1600, height: 1200 }, size: { width: 1600, height: 1200 } },
    { bodyHash: sha256(original), ...more },
  ),
]

describe.each(FORMS)('%s', (_, file, source) => {
  it('its place is held as well once there is a `<picture>` around it', async () => {
    const alone = await propose(project(file, source), seen(OPEN))
    expect(image(await alone.text(file))).toMatch(/^<img width="1600" style=.*auto 1600 \/ 1200/)
    const before = rewritten(file, source)
    expect(before).toMatch(/<picture [\s\S]*<source [\s\S]*<img :?style=[\s\S]*<\/picture>/)
    const after = await propose(project(file, before, made), seen(OPEN))
    expect(await after.text(file)).toBe(alsoForOthers(before).replace('<img ', '<img width="1600" '))
    expect(after.refusals).toEqual([])
    // What is proposed anew on other sources is known as the same candidate.
    expect(after.id).toBe(alone.id)
  })

  it('nothing but the ratio of other pictures is left where the one that it has got holds its place', async () => {
    const before = rewritten(file, source)
    const after = await propose(project(file, before, made), seen({}))
    expect(await after.text(file)).toBe(alsoForOthers(before))
    expect(after.refusals).toEqual([])
    const again = await propose(project(file, alsoForOthers(before), made), seen({}))
    expect({ details: again.details, refusals: again.refusals }).toEqual({ details: [], refusals: [] })
  })

  it('what holds its place stays as it is when the `<picture>` comes after', async () => {
    const held = await (await propose(project(file, source), seen(OPEN))).text(file)
    const after = rewritten(file, held)
    expect(after).toContain('<picture ')
    expect(image(after).replace(/ (?:loading|fetchPriority)="\w+"/g, '')).toBe(image(held))
  })
})

describe('of pictures that data names', () => {
  const [, file, source] = FORMS[0]!

  it('those that were made for a `srcset` are none', async () => {
    const before = rewritten(file, source)
    // Data may name it: no mark says that it was made here.
    const own = { 'public/photos/soup-400.jpg': await photo(400, 300).jpeg().toBuffer() }
    const { details, refusals } = await propose(project(file, before, { ...made, ...own }), seen(OPEN))
    expect(details).toEqual([])
    expect(refusals.join()).toContain('has other widths')
  })

  it('one that was encoded anew under its own name is as wide as it was', async () => {
    const anew = { [PUBLIC]: withOwnMark(await photo(1600, 1200, 3, 2).jpeg({ quality: 50 }).toBuffer()) }
    const { details } = await propose(project(file, source, { ...made, ...anew }), seen(OPEN))
    expect(details).toHaveLength(1)
  })
})

it('a picture that an import has been led from is the one that was seen', async () => {
  const led = withOwnMark(await photo(400, 300).webp().toBuffer())
  const [view] = seen(OPEN, { url: '/1a036444cb4c4252.jpg' })
  for (const name of ['soup.webp', 'soup-jpg.webp']) {
    const source = jsx('<img src={soup} alt="" />', `import soup from './${name}'\n\n`)
    const { text } = await propose(project('src/App.jsx', source, { [`src/${name}`]: led }), [view!])
    expect(await text('src/App.jsx')).toContain('<img width="1600" ')
  }
})

it.each([
  [
    '<picture><source media="(min-width: 900px)" srcSet="/photos/wide.jpg" /><img src="/photos/soup.jpg" alt="" /></picture>',
    '#root > main > picture > img',
    {},
  ],
  [
    '<picture><source media="(min-width: 900px)" srcSet="/photos/wide.jpg" /><img id="opener" src="/photos/soup.jpg" alt="" /></picture>',
    '#opener',
    {},
  ],
  [
    '<img src="/photos/soup.jpg" srcSet="/photos/soup.jpg 1600w" sizes="50vw" alt="" />',
    '#root > main > img',
    { choice: { type: null, byMedia: false, candidates: [], sizes: '50vw' } },
  ],
])('sources that were there when it was seen decide its width: %s', async (img, selector, more) => {
  const { details, refusals } = await propose(project('src/App.jsx', jsx(img)), seen(OPEN, { selector, ...more }))
  expect(details).toEqual([])
  expect(refusals.join()).toContain('has other widths')
})
