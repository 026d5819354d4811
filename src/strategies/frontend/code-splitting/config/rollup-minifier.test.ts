import { describe, expect, it } from 'vitest'
import { minifyInRollup, ROLLUP_MINIFIERS } from './rollup-minifier.js'

const [terser, older] = ROLLUP_MINIFIERS

describe('Rollup is given a minifier that is installed', () => {
  it.each([
    [
      'as the last of its plugins',
      "import resolve from '@rollup/plugin-node-resolve'\n\nexport default {\n  input: 'a.js',\n  plugins: [\n    resolve(),\n    own,\n  ],\n}\n",
      "import resolve from '@rollup/plugin-node-resolve'\nimport terser from '@rollup/plugin-terser'\n\nexport default {\n  input: 'a.js',\n  plugins: [\n    resolve(),\n    own,\n    terser(),\n  ],\n}\n",
    ],
    [
      'on a line',
      "import a from 'a';\nexport default [{ input: 'a.js', plugins: [a()] }];",
      "import a from 'a';\nimport terser from '@rollup/plugin-terser';\nexport default [{ input: 'a.js', plugins: [a(), terser()] }];",
    ],
    [
      'where there are none',
      "export default { input: 'a.js', output: {} }",
      "import terser from '@rollup/plugin-terser'\n\nexport default { input: 'a.js', output: {}, plugins: [terser()] }",
    ],
    [
      'in a list that stands apart, for both of its builds',
      "const plugins = [a()].filter(Boolean)\nexport default [{ input: 'a.js', plugins }, { input: 'b.js', plugins }]",
      "import terser from '@rollup/plugin-terser'\n\nconst plugins = [a(), terser()].filter(Boolean)\nexport default [{ input: 'a.js', plugins }, { input: 'b.js', plugins }]",
    ],
    [
      'in CommonJS',
      "'use strict'\nconst a = require('a')\nmodule.exports = { input: 'a.js', plugins: [a()] }",
      "'use strict'\nconst a = require('a')\nconst terser = require('@rollup/plugin-terser')\nmodule.exports = { input: 'a.js', plugins: [a(), terser()] }",
    ],
    [
      'before what uses it',
      "const a = require('a')\nconst config = { input: 'a.js', output: {}, plugins: [a(), require('b')()] }\nmodule.exports = config",
      "const a = require('a')\nconst terser = require('@rollup/plugin-terser')\nconst config = { input: 'a.js', output: {}, plugins: [a(), require('b')(), terser()] }\nmodule.exports = config",
    ],
    [
      'whatever its plugins take',
      "export default { input: 'a.js', plugins: [html({ input: 'a.html' })] }",
      "import terser from '@rollup/plugin-terser'\n\nexport default { input: 'a.js', plugins: [html({ input: 'a.html' }), terser()] }",
    ],
    [
      'under another name where its own is taken',
      "const terser = 1\nexport default { input: 'a.js', plugins: [a(terser)] }",
      "import _terser from '@rollup/plugin-terser'\n\nconst terser = 1\nexport default { input: 'a.js', plugins: [a(terser), _terser()] }",
    ],
    [
      'that it imports already and never uses',
      "import mini from '@rollup/plugin-terser'\nexport default { input: 'a.js', plugins: [] }",
      "import mini from '@rollup/plugin-terser'\nexport default { input: 'a.js', plugins: [mini()] }",
    ],
    [
      'in a script of its own',
      "import { rollup } from 'rollup'\nconst bundle = await rollup({ input: 'a.js', plugins: [a()] })\n",
      "import { rollup } from 'rollup'\nimport terser from '@rollup/plugin-terser'\nconst bundle = await rollup({ input: 'a.js', plugins: [a(), terser()] })\n",
    ],
  ])('%s', (_, source, expected) => {
    expect(minifyInRollup('rollup.config.js', source, terser!, false)).toEqual({ text: expected })
  })

  it('by the name that an older package exports', () => {
    expect(
      minifyInRollup('r.js', "import a from 'a'\nexport default { input: 'a.js', plugins: [a()] }", older!, false),
    ).toEqual({
      text: "import a from 'a'\nimport { terser } from 'rollup-plugin-terser'\nexport default { input: 'a.js', plugins: [a(), terser()] }",
    })
    expect(minifyInRollup('r.cjs', "module.exports = { input: 'a.js', plugins: [] }", older!, false)).toEqual({
      text: "const { terser } = require('rollup-plugin-terser')\n\nmodule.exports = { input: 'a.js', plugins: [terser()] }",
    })
  })

  it('for its builds alone, where developers have it watch', () => {
    expect(
      minifyInRollup('r.js', "import a from 'a'\nexport default { input: 'a.js', plugins: [a()] }", terser!, true),
    ).toEqual({
      text: "import a from 'a'\nimport terser from '@rollup/plugin-terser'\nexport default { input: 'a.js', plugins: [a(), !process.env.ROLLUP_WATCH && terser()] }",
    })
  })
})

describe('Rollup is left alone', () => {
  it.each([
    ["import t from '@rollup/plugin-terser'\nexport default { input: 'a.js', plugins: [production && t()] }", null],
    ['export default { plugins: [a()] }', null],
    ['export default {', null],
    [
      "export default [{ input: 'a.js', plugins: [a()] }, { input: 'b.js', plugins: [b()] }]",
      { reason: expect.stringContaining('several builds') },
    ],
    [
      "export default { input: 'a.js', plugins: pluginsFor('web') }",
      { reason: expect.stringContaining('does not write out') },
    ],
    [
      "import { rollup, watch } from 'rollup'\nconst options = { input: 'a.js', plugins: [a()] }\nif (dev) watch(options)\nelse rollup(options)",
      { reason: expect.stringContaining('also watches') },
    ],
  ])('%s', (source, expected) => {
    expect(minifyInRollup('rollup.config.js', source, terser!, false)).toEqual(expected)
  })
})

describe('without a minifier, the plugin of esbuild that Rollup uses minifies', () => {
  const config = (options: string): string =>
    `import esbuild from 'rollup-plugin-esbuild'\nexport default { input: 'a.js', plugins: [esbuild(${options})] }`

  it('for the browsers that it writes for', () => {
    expect(minifyInRollup('r.js', config("{ target: 'es2018' }"), null, false)).toEqual({
      text: config("{ target: 'es2018', minify: true }"),
    })
    expect(minifyInRollup('r.js', config("{ target: 'es2018', minify: false }"), null, true)).toEqual({
      text: config("{ target: 'es2018', minify: !process.env.ROLLUP_WATCH }"),
    })
  })

  it('but not for the newest alone, nor on a condition', () => {
    expect(minifyInRollup('r.js', config('{}'), null, false)).toEqual({ reason: expect.stringContaining('no target') })
    expect(minifyInRollup('r.js', config("{ target: 'es2018', minify: production }"), null, false)).toBeNull()
    expect(minifyInRollup('r.js', "export default { input: 'a.js', plugins: [other()] }", null, false)).toBeNull()
  })
})
