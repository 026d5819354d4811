import { describe, expect, it } from 'vitest'
import { extendEsbuildCommands, extendEsbuildLoaders } from './esbuild-loaders.js'

const read = (loader: string, more = '') =>
  extendEsbuildLoaders(
    { path: 'build.mjs', text: `import { build } from 'esbuild'\n${more}\nawait build({ loader: ${loader} }) // kept` },
    ['src/hero.jpg', 'src/map.png'],
  )

/** The loaders after it, or what came of it instead. */
const extended = (...given: Parameters<typeof read>): string => {
  const { outcome } = read(...given)
  if (outcome.kind === 'refused') return outcome.reason
  return outcome.kind === 'extended' ? (/loader: (.*) \}\) \/\/ kept$/s.exec(outcome.text)?.[1] ?? '') : outcome.kind
}

describe('loaders of esbuild in a script', () => {
  it.each([
    ["{ '.jpg': 'file' }", "{ '.jpg': 'file', '.avif': 'file', '.webp': 'file' }"],
    ['{ ".jpg": "file", ".webp": "file", }', '{ ".jpg": "file", ".webp": "file", ".avif": "file", }'],
    [
      "{\n    '.jpg': 'file',\n    '.js': 'jsx',\n  }",
      "{\n    '.jpg': 'file',\n    '.js': 'jsx',\n    '.avif': 'file',\n    '.webp': 'file',\n  }",
    ],
    [
      "{ '.png': 'dataurl', '.jpg': 'file' }",
      "{ '.png': 'dataurl', '.jpg': 'file', '.avif': 'file', '.webp': 'file' }",
    ],
    ["{ ...others, '.jpg': 'file' }", "{ ...others, '.jpg': 'file', '.avif': 'file', '.webp': 'file' }"],
    ["{ '.jpg': 'copy' }", "{ '.jpg': 'copy', '.avif': 'copy', '.webp': 'copy' }"],
  ])('have the new types too: %s', (before, after) => expect(extended(before)).toBe(after))

  it('are found under a name, and where they are assigned', () => {
    for (const text of [
      "const loader = { '.jpg': 'file' }\nesbuild.context({ bundle: true, loader })",
      "const kinds = { '.jpg': 'file' }\nesbuild.build({ loader: kinds })",
      "options.loader = { '.jpg': 'file' }",
    ]) {
      const { outcome } = extendEsbuildLoaders({ path: 'build.js', text }, ['a.jpg'])
      expect(outcome.kind === 'extended' && outcome.text).toBe(
        text.replace("'file'", "'file', '.avif': 'file', '.webp': 'file'"),
      )
    }
  })

  it('need nothing where the new types have the same, and say nothing of other files', () => {
    expect(extended("{ '.jpg': 'file', '.avif': 'file', '.webp': 'file' }")).toBe('accepts')
    expect(extended("{ '.svg': 'file' }")).toBe('silent')
    expect(extended('loaders()')).toBe('silent')
    expect(
      extendEsbuildLoaders({ path: 'a.js', text: "const names = { '.jpg': 'file' }" }, ['a.jpg']).outcome.kind,
    ).toBe('silent')
    expect(extendEsbuildLoaders({ path: 'a.js', text: '}{ loader' }, ['a.jpg']).outcome.kind).toBe('silent')
  })

  it('serve style sheets alone where they copy', () => {
    expect(read("{ '.jpg': 'copy' }").sheetsAlone).toBe(true)
    expect(read("{ '.jpg': 'file', '.png': 'copy' }").sheetsAlone).toBe(false)
  })

  it('make a file of what is shown in place of a picture in the code, where it is said where the site has its files', () => {
    const made = (options: string) => {
      const { outcome, oneForOne } = extendEsbuildLoaders({ path: 'build.mjs', text: `build({ ${options} })` }, [
        'a.jpg',
      ])
      expect(oneForOne).toMatch(/puts imported pictures into the code \(\.jpg, in build\.mjs\)/)
      return outcome.kind === 'extended' ? outcome.text : outcome.kind
    }
    expect(made("publicPath: '/', loader: { '.jpg': 'dataurl' }")).toBe(
      "build({ publicPath: '/', loader: { '.jpg': 'dataurl', '.webp': 'file' } })",
    )
    expect(made("loader: { '.jpg': 'dataurl' }")).toBe("build({ loader: { '.jpg': 'dataurl', '.webp': 'dataurl' } })")
    expect(made("publicPath: 'assets', loader: { '.jpg': 'dataurl' }")).toContain("'.webp': 'dataurl'")
    expect(made("loader: { '.jpg': 'dataurl', '.webp': 'dataurl' }")).toBe('accepts')
    expect(read("{ '.jpg': 'file', '.png': 'dataurl' }").oneForOne).toBeNull()
  })

  it.each([
    ["{ '.jpg': 'binary', '.png': 'base64' }", /makes nothing that can be shown as it is/],
    ["{ '.jpg': kind }", /is not written out/],
    ["{ '.jpg': 'empty' }", /makes nothing that can be shown as it is/],
    ["{ '.jpg': 'file', '.webp': 'dataurl' }", /loader of \.webp in build\.mjs is another one/],
  ])('stay as they are: %s', (loader, reason) => expect(extended(loader)).toMatch(reason))
})

describe('loaders in a command of esbuild', () => {
  const manifest = (build: string) => ({
    path: 'package.json',
    text: JSON.stringify({ scripts: { dev: 'esbuild a.js --loader:.jpg=file --serve', build } }, null, 2),
  })
  const outcome = (build: string) => extendEsbuildCommands(manifest(build), ['build'], ['a.jpg']).outcome

  it('have the new types too, in the script that builds', () => {
    const made = outcome('rm -rf dist && esbuild a.js --loader:.jpg=file --outdir=dist')
    expect(made.kind === 'extended' && JSON.parse(made.text).scripts).toEqual({
      dev: 'esbuild a.js --loader:.jpg=file --serve',
      build: 'rm -rf dist && esbuild a.js --loader:.jpg=file --loader:.avif=file --loader:.webp=file --outdir=dist',
    })
  })

  it('stay as they are where nothing is known of pictures, or of which command it is', () => {
    expect(outcome('esbuild a.js').kind).toBe('silent')
    expect(outcome('esbuild a.js --loader:.svg=file').kind).toBe('silent')
    expect(outcome('esbuild a.js --loader:.jpg=base64')).toMatchObject({ reason: expect.stringMatching(/as it is/) })
    expect(outcome('esbuild a.js --loader:.jpg=file && esbuild b.js')).toMatchObject({
      reason: expect.stringMatching(/more than once/),
    })
  })
})
