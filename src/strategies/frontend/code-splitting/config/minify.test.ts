import { describe, expect, it } from 'vitest'
import { minifyInCommand, minifyInEsbuild, minifyInVite } from './minify.js'

it.each([
  ['export default { build: { minify: false } }', 'export default { build: { minify: true } }'],
  [
    "import { defineConfig } from 'vite'\nexport default defineConfig({ build: { target: 'es2020', minify: false, }, })",
    "import { defineConfig } from 'vite'\nexport default defineConfig({ build: { target: 'es2020', minify: true, }, })",
  ],
  [
    'export default defineConfig(() => ({ build: { minify: false } }))',
    'export default defineConfig(() => ({ build: { minify: true } }))',
  ],
  ["export default { build: { minify: 'esbuild' } }", null],
  ['export default { plugins: [html({ minify: false })] }', null],
  ['export default {', null],
])('Vite minifies again: %s', (source, expected) => {
  expect(minifyInVite('vite.config.js', source)).toBe(expected)
})

describe('esbuild minifies', () => {
  it.each([
    [
      "import { build } from 'esbuild'\nawait build({ entryPoints: ['a.js'], bundle: true, outdir: 'dist' })",
      "import { build } from 'esbuild'\nawait build({ entryPoints: ['a.js'], bundle: true, minify: true, outdir: 'dist' })",
    ],
    [
      "require('esbuild').build({\n  entryPoints: ['a.js'],\n  bundle: true,\n  minify: false,\n})",
      "require('esbuild').build({\n  entryPoints: ['a.js'],\n  bundle: true,\n  minify: true,\n})",
    ],
    [
      "require('esbuild').build({\n  entryPoints: ['a.js'],\n  bundle: true,\n})",
      "require('esbuild').build({\n  entryPoints: ['a.js'],\n  bundle: true,\n  minify: true,\n})",
    ],
    ["require('esbuild').build({ entryPoints: ['a.js'], bundle: true, minify: isProduction })", null],
    ["require('esbuild').build({ entryPoints: ['a.js'], bundle: true, minifySyntax: true })", null],
    [
      "const e = require('esbuild')\ne.build({ entryPoints: ['a.js'], bundle: true })\ne.build({ entryPoints: ['b.js'], bundle: true })",
      null,
    ],
    ["make({ entryPoints: ['a.js'], bundle: true })", null],
  ])('in %s', (source, expected) => {
    expect(minifyInEsbuild('build.mjs', source)).toBe(expected)
  })
})

it.each([
  ['"build": "vite build --minify false",', '"build": "vite build",'],
  ['"build": "tsc && vite build --minify=false --outDir out",', '"build": "tsc && vite build --outDir out",'],
  [
    '"build": "esbuild src/a.js --bundle --outfile=dist/a.js"',
    '"build": "esbuild src/a.js --bundle --minify --outfile=dist/a.js"',
  ],
  ['"build": "esbuild src/a.js --bundle --minify"', null],
  ['"build": "esbuild src/a.js --bundle --watch"', null],
  ['"build": "vite build"', null],
])('a command minifies: %s', (line, expected) => {
  expect(minifyInCommand(line)).toBe(expected)
})
