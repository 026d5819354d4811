import { describe, expect, it } from 'vitest'
import { esbuildCommandModules } from './esbuild-command.js'
import { esbuildHazard, esbuildModules, esbuildPlugin } from './esbuild-options.js'
import type { Edit } from './option-edit.js'

const applied = (source: string, edits: readonly Edit[] | string): string =>
  typeof edits === 'string'
    ? edits
    : edits
        .toSorted((a, b) => b.start - a.start)
        .reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), source)

describe('options that a script hands to esbuild', () => {
  const edited = (source: string, given: Record<string, unknown>): string =>
    applied(source, esbuildModules('build.mjs', source, given, 'app.js'))

  it.each([
    [
      "build({\n  entryPoints: ['src/main.jsx'],\n  outfile: 'dist/app.js',\n  bundle: true,\n})",
      { outfile: 'dist/app.js' },
      "build({\n  entryPoints: { app: 'src/main.jsx' },\n  outdir: 'dist',\n  splitting: true,\n  format: 'esm',\n  bundle: true,\n})",
    ],
    [
      "build({ entryPoints: [join(src, 'main.js')], format: 'iife', outfile: join(out, 'js/app.js'), globalName: 'shop' })",
      { outfile: '/x/js/app.js', format: 'iife', globalName: 'shop' },
      "build({ entryPoints: { app: join(src, 'main.js') }, format: 'esm', outdir: join(out, 'js'), splitting: true })",
    ],
    [
      'const options = { entryPoints: ["src/app.js"], outdir: "dist", splitting: false, ...shared }',
      { outdir: 'dist', splitting: false, bundle: true },
      'const options = { entryPoints: ["src/app.js"], outdir: "dist", format: "esm", splitting: true, ...shared }',
    ],
    [
      "build({ entryPoints: { old: 'src/main.js' }, outfile: 'dist/app.js' })\nbuild({ entryPoints: ['server.js'], outfile: 'dist/server.cjs', platform: 'node' })",
      { outfile: 'dist/app.js' },
      "build({ entryPoints: { app: 'src/main.js' }, outdir: 'dist', splitting: true, format: 'esm' })\nbuild({ entryPoints: ['server.js'], outfile: 'dist/server.cjs', platform: 'node' })",
    ],
  ])('%s', (source, given, expected) => {
    expect(edited(source, given)).toBe(expected)
  })

  it.each([
    [
      "build({ entryPoints: ['src/main.js'], outfile, bundle: true })",
      { outfile: 'dist/app.js' },
      /does not write out/,
    ],
    ["build({ entryPoints: entries, outfile: 'dist/app.js' })", { outfile: 'dist/app.js' }, /one entry point/],
    ["build({ entryPoints: ['a.js', 'b.js'], outfile: 'dist/app.js' })", { outfile: 'dist/app.js' }, /one entry point/],
    [
      "build({ entryPoints: ['a.js'], outfile: 'dist/app.js', format: dev ? 'iife' : 'cjs' })",
      { outfile: 'dist/app.js', format: 'iife' },
      /format is computed/,
    ],
    [
      "build({ entryPoints: ['a.js'], outfile: 'dist/app.js', ...shared })",
      { outfile: 'dist/app.js', format: 'iife' },
      /format comes from elsewhere/,
    ],
    [
      "build({ entryPoints: ['a.js'], outfile: 'dist/app.js' })\nbuild({ entryPoints: ['a.js'], outfile: 'dist/app.js', minify })",
      { outfile: 'dist/app.js' },
      /more than one/,
    ],
  ])('are left as they are: %s', (source, given, reason) => {
    expect(edited(source, given)).toMatch(reason)
  })
})

describe("esbuild's command", () => {
  const edited = (script: string, ...args: string[]): string => {
    const text = JSON.stringify({
      scripts: { start: 'esbuild src/main.jsx --bundle --outfile=dist/app.js --servedir=dist', build: script },
    })
    const result = applied(text, esbuildCommandModules(text, args, 'app.js'))
    return result.startsWith('{') ? (JSON.parse(result) as { scripts: { build: string } }).scripts.build : result
  }

  it('writes ES modules from the same entry, and under the same name', () => {
    const args = ['src/main.jsx', '--bundle', '--minify', '--outfile=dist/app.js']
    expect(edited(`rm -rf dist && esbuild ${args.join(' ')} && cp public/* dist`, ...args)).toBe(
      'rm -rf dist && esbuild app=src/main.jsx --bundle --minify --outdir=dist --splitting --format=esm && cp public/* dist',
    )
    expect(
      edited(
        'esbuild src/app.js --bundle --outdir=dist --format=iife',
        'src/app.js',
        '--bundle',
        '--outdir=dist',
        '--format=iife',
      ),
    ).toBe('esbuild src/app.js --bundle --outdir=dist --splitting --format=esm')
    const defined = `esbuild src/main.jsx --bundle --define:X="'1 2'" --outfile=dist/app.js --global-name=shop`
    expect(
      edited(defined, 'src/main.jsx', '--bundle', "--define:X='1 2'", '--outfile=dist/app.js', '--global-name=shop'),
    ).toBe(`esbuild app=src/main.jsx --bundle --define:X="'1 2'" --outdir=dist --splitting --format=esm`)
  })

  it('is left as it is where it cannot be told from another, or is not written out', () => {
    const args = ['src/main.jsx', '--bundle', '--outfile=dist/app.js']
    expect(edited('node build.mjs', ...args)).toMatch(/not written out/)
    expect(edited(`esbuild ${args.join(' ')} && esbuild ${args.join(' ')} --minify`, ...args)).toMatch(
      /several scripts/,
    )
    expect(edited('esbuild a.js b.js --bundle --outdir=dist', 'a.js', 'b.js', '--bundle', '--outdir=dist')).toMatch(
      /one entry point/,
    )
  })
})

describe('what esbuild is given', () => {
  it('may be meant for one file', () => {
    expect(esbuildHazard({ bundle: true, outfile: 'dist/app.js', define: null }, '/app.js', 'app.js')).toBeNull()
    expect(esbuildHazard({ banner: null }, '/app.js', 'app.js')).toMatch(/given banner/)
    expect(esbuildHazard({ write: false }, '/app.js', 'app.js')).toMatch(/written by the script/)
  })

  it('may have chunks asked for elsewhere than where they lie', () => {
    expect(esbuildHazard({ publicPath: '/js/' }, '/js/app.js', 'app.js')).toBeNull()
    expect(esbuildHazard({ publicPath: 'https://cdn.example.com' }, '/app.js', 'app.js')).toMatch(/publicPath/)
  })
})

describe('a plugin among the options that a script hands to esbuild', () => {
  const helper = { file: 'helper.mjs', pass: 'early' }
  const listed = (source: string, given: Record<string, unknown> = {}): string =>
    applied(source, esbuildPlugin('build.mjs', source, { outfile: 'dist/app.js', ...given }, 'app.js', helper))

  it.each([
    ["build({ entryPoints: ['a.js'], outfile: 'dist/app.js' })", "outfile: 'dist/app.js', plugins: [early()] })"],
    ["build({ entryPoints: ['a.js'], outfile: 'dist/app.js', plugins: [] })", 'plugins: [early()] })'],
    [
      "build({ entryPoints: ['a.js'], plugins: [one, two()], outfile: 'dist/app.js' })",
      'plugins: [one, two(), early()],',
    ],
  ])('%s', (call, expected) => {
    const text = listed(`import { build } from 'esbuild'\n${call}\n`)
    expect(text).toContain(expected)
    expect(text).toMatch(/^import \{ build \} from 'esbuild'\nimport \{ early \} from '\.\/helper\.mjs'\n/)
  })

  it.each([
    [
      "const { build } = require('esbuild')\nbuild({ entryPoints: ['a.js'], outfile: 'dist/app.js' })",
      {},
      'no ES module',
    ],
    [
      "import { build } from 'esbuild'\nbuild({ entryPoints: ['a.js'], outfile: 'dist/app.js', plugins })",
      {},
      'computes its plugins',
    ],
    [
      "import { build } from 'esbuild'\nbuild({ entryPoints: ['a.js'], outfile: 'dist/app.js', ...shared })",
      { plugins: [{}] },
      'come from elsewhere',
    ],
  ])('is not listed where that cannot be told: %s', (source, given, reason) => {
    expect(listed(source, given)).toContain(reason)
  })
})
