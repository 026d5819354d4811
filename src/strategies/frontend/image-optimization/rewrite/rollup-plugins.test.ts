import { describe, expect, it } from 'vitest'
import { extendRollupPlugins } from './rollup-plugins.js'

const IMPORTS = `import image from '@rollup/plugin-image'
import url from '@rollup/plugin-url'
import importAssets from 'rollup-plugin-import-assets'
`

const read = (plugins: string, pictures: readonly string[] = ['src/hero.jpg'], before = '') =>
  extendRollupPlugins(
    { path: 'rollup.config.js', text: `${IMPORTS}${before}export default { plugins: [${plugins}] } // kept` },
    pictures,
  )

/** The list of plugins after it, or what came of it instead. */
const extended = (...given: Parameters<typeof read>): string => {
  const { outcome } = read(...given)
  if (outcome.kind === 'refused') return outcome.reason
  return outcome.kind === 'extended' ? (/plugins: \[(.*)\] \} \/\/ kept$/s.exec(outcome.text)?.[1] ?? '') : outcome.kind
}

describe('plugins of Rollup that make files of pictures', () => {
  it.each([
    ["url({ include: ['**/*.jpg'], limit: 0 })", "url({ include: ['**/*.jpg', '**/*.avif', '**/*.webp'], limit: 0 })"],
    ["url({ include: '**/*.jpg', limit: 0 })", "url({ include: ['**/*.jpg', '**/*.avif', '**/*.webp'], limit: 0 })"],
    ["url({ limit: 0, include: '**/*.{png,jpg}' })", "url({ limit: 0, include: '**/*.{png,jpg,avif,webp}' })"],
    ["url({ limit: 0, include: ['src/*.@(png|jpg)'] })", "url({ limit: 0, include: ['src/*.@(png|jpg|avif|webp)'] })"],
    ['url({ limit: 0, include: /\\.(png|jpe?g)$/i })', 'url({ limit: 0, include: /\\.(png|jpe?g|avif|webp)$/i })'],
    [
      "url({ include: ['src/*.jpg'], exclude: 'src/icons/**', limit: 0 })",
      "url({ include: ['src/*.jpg', 'src/*.avif', 'src/*.webp'], exclude: 'src/icons/**', limit: 0 })",
    ],
    ['url()', "url({ include: ['**/*.svg', '**/*.png', '**/*.jp(e)?g', '**/*.gif', '**/*.webp', '**/*.avif'] })"],
    [
      "url({ publicPath: '/' })",
      "url({ publicPath: '/', include: ['**/*.svg', '**/*.png', '**/*.jp(e)?g', '**/*.gif', '**/*.webp', '**/*.avif'] })",
    ],
    ['importAssets({ include: [/\\.jpg$/i] })', 'importAssets({ include: [/(?:\\.jpg$)|\\.(?:avif|webp)$/i] })'],
    [
      "isProduction && url({ include: '**/*.jpg' })",
      "isProduction && url({ include: ['**/*.jpg', '**/*.avif', '**/*.webp'] })",
    ],
  ])('take the new types too: %s', (before, after) => expect(extended(before)).toBe(after))

  it('have a limit below which what is added stays a file: it is given to the same plugin once more', () => {
    expect(
      extended(
        "url({ include: ['**/*.jpg', '**/*.woff2'], limit: 30 * 1024, publicPath: '/', destDir: 'dist' }), other()",
      ),
    ).toBe(
      "url({ include: ['**/*.jpg', '**/*.woff2'], limit: 30 * 1024, publicPath: '/', destDir: 'dist' }), url({ include: ['**/*.avif', '**/*.webp'], limit: 0, publicPath: '/', destDir: 'dist' }), other()",
    )
    expect(extended("\n    url({ include: '**/*.{jpg,png}', publicPath: '/' }),\n    other(),\n  ")).toBe(
      "\n    url({ include: '**/*.{jpg,png}', publicPath: '/' }),\n    url({ include: ['**/*.avif', '**/*.webp'], limit: 0, publicPath: '/' }),\n    other(),\n  ",
    )
    expect(read("url({ include: '**/*.jpg', limit: 9000, publicPath: '/' })").limits).toEqual({ own: 9001, added: 0 })
  })

  it('keep their limit where nothing says where the site has its files', () => {
    expect(extended("url({ include: '**/*.jpg' })")).toBe("url({ include: ['**/*.jpg', '**/*.avif', '**/*.webp'] })")
    expect(read("url({ include: '**/*.jpg', limit: 9000 })").limits).toEqual({ own: 9001, added: 9001 })
  })

  it('are read where what they take is a constant of the file', () => {
    const { outcome } = read('url(options)', undefined, "const options = { include: '**/*.jpg', limit: 0 }\n")
    expect(outcome.kind === 'extended' && outcome.text).toContain(
      "const options = { include: ['**/*.jpg', '**/*.avif', '**/*.webp'], limit: 0 }",
    )
    const list = read('url({ include: pictures, limit: 0 })', undefined, "const pictures = ['**/*.jpg']\n").outcome
    expect(list.kind === 'extended' && list.text).toContain("const pictures = ['**/*.jpg', '**/*.avif', '**/*.webp']")
  })

  it('are called by the name that the file gives them', () => {
    const text =
      "const files = require('@rollup/plugin-url')\nmodule.exports = { plugins: [files({ include: '**/*.jpg', limit: 0 })] }"
    expect(extendRollupPlugins({ path: 'rollup.config.cjs', text }, ['a.jpg']).outcome.kind).toBe('extended')
    expect(
      extendRollupPlugins({ path: 'rollup.config.js', text: text.replace('@rollup/plugin-url', 'other') }, ['a.jpg'])
        .outcome.kind,
    ).toBe('silent')
  })

  it('need nothing where they take the new types, and say nothing of other files', () => {
    expect(extended("url({ include: '**/*.{jpg,avif,webp}', limit: 0 })")).toBe('accepts')
    expect(extended('url({ limit: 0, include: "src/**" })')).toBe('accepts')
    expect(extended("url({ include: '**/*.svg' })")).toBe('silent')
    expect(extended("url({ include: 'src/*.jpg' })", ['public/hero.jpg'])).toBe('silent')
    expect(extendRollupPlugins({ path: 'rollup.config.js', text: '}{' }, ['a.jpg']).outcome.kind).toBe('silent')
  })
})

describe('a configuration of Rollup is left alone', () => {
  it.each([
    ['what it takes is computed', 'url({ include: picturesOf(root) })', /not written out/],
    ['its options are computed', 'url({ ...common })', /not written out/],
    ['a list stands for more than one plugin', 'url({ include: pictures }), other(pictures)', /not written out/],
    ['pictures are taken by their names', "url({ include: 'src/hero.jpg', limit: 0 })", /more of them than their type/],
    [
      'new types are kept out',
      "url({ include: '**/*.jpg', exclude: '**/*.webp', limit: 0 })",
      /more of them than their type/,
    ],
    [
      'WebP would be',
      "image({ exclude: '**/*.jpg' }), url({ include: '**/*.jpg', limit: 0 })",
      /would put \.webp into the code/,
    ],
  ])('where %s', (_, plugins, reason) => {
    expect(extended(plugins, undefined, "const pictures = ['**/*.jpg']\n")).toMatch(reason)
  })

  it('and takes WebP in place of what stands in the code, not beside it', () => {
    const image = read('image()')
    expect([image.outcome.kind, image.oneForOne]).toEqual([
      'accepts',
      expect.stringMatching(/puts imported pictures into the code/),
    ])
    expect(read("url({ include: '**/*.jpg' })").oneForOne).toBeNull()
    expect(
      read("image({ include: '**/*.png' }), url({ include: '**/*.jpg', limit: 0 })", ['a.jpg', 'b.png']).oneForOne,
    ).toBeNull()
    // What may be a file becomes one.
    const all = "url({ include: ['**/*.jpg'], limit: Infinity, publicPath: '/' })"
    expect(extended(all)).toBe(`${all}, url({ include: ['**/*.avif', '**/*.webp'], limit: 0, publicPath: '/' })`)
    expect(read(all).limits).toEqual({ own: 0, added: 0 })
    expect(read(all).oneForOne).toMatch(/puts imported pictures into the code/)
  })

  it('but not where the plugin that puts WebP into the code comes later', () => {
    expect(extended("url({ include: '**/*.jpg', limit: 0 }), image()")).toContain("'**/*.webp'], limit: 0 }), image()")
  })
})
