import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../../system/hash.js'
import { surveyOf } from '../../../fixtures/observed.js'
import { shown } from '../fixtures/encoded.js'
import { projectOf } from '../fixtures/works.js'
import { looksSame } from './looks-same.js'
import { minifyDrawing } from './minify-drawing.js'
import { minifyDrawings } from './minify-drawings.js'

/** As editors write them: with remarks, empty groups and many decimals. */
const paths = Array.from({ length: 160 }, (_, i) => {
  const at = (n: number): string => (10 + ((i * 37 + n * 17) % 83) + 0.123456789 / (n + 1)).toFixed(9)
  return `    <g id="layer${i}" inkscape:label="Layer ${i}" style="display:inline;opacity:1">\n      <path style="fill:#336699;fill-opacity:1;stroke:none" d="M ${at(1)},${at(2)} L ${at(3)},${at(4)} L ${at(5)},${at(6)} Z" />\n    </g>`
}).join('\n')
const svg = (more = '', attributes = ''): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with an editor -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="100" height="100" viewBox="0 0 100 100" role="img" aria-labelledby="t"${attributes}>
  <title id="t">A lamp</title>
  <desc>It burns.</desc>
${paths}${more}
</svg>
`

const minify = (text: string, files: Readonly<Record<string, string>> = {}, packages = {}) => {
  const data = Buffer.from(text)
  const { image } = shown('desktop', 100, { url: '/lamp.svg', contentType: 'image/svg+xml', bodyHash: sha256(data) })
  return minifyDrawings(
    projectOf(files, packages),
    [surveyOf({ page: 'home', images: [image] })],
    {
      root: '',
      handmade: new Set(),
      exists: async () => true,
      list: async () => ['lamp.svg'],
      read: async () => data,
      readText: async () => text,
    },
    () => {},
  )
}

describe('drawings that pages show', () => {
  it('become smaller, and look and read the same', async () => {
    const { drawings, refusals } = await minify(svg(), { 'index.html': '<img src="lamp.svg">' })
    expect(refusals).toEqual([])
    const [drawing] = drawings
    expect(drawing!.sent.after).toBeLessThan(drawing!.sent.before * 0.9)
    for (const kept of [
      'viewBox="0 0 100 100"',
      '<title id="t">A lamp</title>',
      '<desc>It burns.</desc>',
      'role="img"',
      'aria-labelledby="t"',
      'width="100"',
    ])
      expect(drawing!.text).toContain(kept)
    expect(drawing!.text).not.toContain('Created with')
    const [again] = (await minify(drawing!.text)).drawings
    expect(again).toBeUndefined()
  })

  it('keep marks of rights', () => {
    const rights =
      '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><license>CC BY</license></rdf:RDF></metadata><!-- Copyright A -->'
    const text = minifyDrawing(svg(rights), 3)!
    expect(text).toContain('CC BY')
    expect(text).toContain('Copyright A')
    expect(minifyDrawing(svg('<metadata><x>y</x></metadata>'), 3)).not.toContain('metadata')
  })

  it.each([
    ['scripts', svg('<script>1</script>'), {}, {}, /scripts/],
    ['an animation', svg('<animate attributeName="x" />'), {}, {}, /animated/],
    [
      'styles for a dark page',
      svg('<style>@media (prefers-color-scheme: dark) { path { fill: #fff } }</style>'),
      {},
      {},
      /surrounds/,
    ],
    [
      'a picture in it',
      svg(`<image href="data:image/png;base64,${'A'.repeat(90_000)}" />`),
      {},
      {},
      /around a picture.*90 kB/,
    ],
    ['a part asked for by name', svg(), { 'a.html': '<use href="lamp.svg#layer1" />' }, {}, /by name/],
    ['a page that includes it', svg(), { 'a.ejs': "<%- include('lamp.svg') %>" }, {}, /part of something/],
    [
      'a component made of it',
      svg(),
      { 'a.jsx': "import Lamp from './lamp.svg'" },
      { '@svgr/webpack': '8.0.0' },
      /component/,
    ],
    [
      'nothing to gain',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
      {},
      {},
      /less than a tenth/,
    ],
  ])('stay as they are: %s', async (_, text, files, packages, reason) => {
    const { drawings, refusals } = await minify(text, files as Record<string, string>, packages)
    expect(drawings).toEqual([])
    expect(refusals[0]?.reason).toMatch(reason)
  })

  it('are compared as they are seen', async () => {
    expect(await looksSame(svg(), svg())).toBe(true)
    expect(await looksSame(svg(), svg('<rect x="10" y="10" width="9" height="9" fill="#346699" />'))).toBe(false)
    expect(await looksSame(svg(), svg().replace('width="100"', 'width="101"'))).toBe(false)
  })
})
