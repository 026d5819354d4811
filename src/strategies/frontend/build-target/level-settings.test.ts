import { describe, expect, it } from 'vitest'
import { browsersOf, levelOf, MODERN, narrowed, shareServed, yearOf } from '../../build-config/browsers.js'
import { levelInTsconfig, levelsInConfig } from './level-settings.js'

describe('levels that a configuration sets', () => {
  it.each([
    ['webpack', "module.exports = { target: ['web', 'es5'] }", ['es5']],
    ['webpack', "module.exports = { target: 'web' }", []],
    [
      'webpack',
      "module.exports = { module: { rules: [{ loader: 'esbuild-loader', options: { target: 'es2015' } }] } }",
      ['es2015'],
    ],
    [
      'webpack',
      "module.exports = { module: { rules: [{ loader: 'other-loader', options: { target: 'es2015' } }] } }",
      [],
    ],
    [
      'webpack',
      "const { EsbuildPlugin } = require('esbuild-loader')\nmodule.exports = { optimization: { minimizer: [new EsbuildPlugin({ target: 'es5' })] } }",
      ['es5'],
    ],
    ['vite', "export default { build: { target: 'es2015' } }", ['es2015']],
    ['vite', "export default { build: { target: ['es2015', 'safari11'] }, test: { target: 'es5' } }", ['es2015']],
    ['vite', "export default { build: { target: 'esnext' } }", []],
    ['esbuild', "import { build } from 'esbuild'\nbuild({ entryPoints: ['a.js'], target: 'es2016' })", ['es2016']],
    [
      'rollup',
      "import esbuild from 'rollup-plugin-esbuild'\nexport default { plugins: [esbuild({ target: 'es2015' })] }",
      ['es2015'],
    ],
  ])('%s: %s', (bundler, text, levels) => {
    expect(levelsInConfig('config.js', text, bundler).map(({ node }) => node.value)).toEqual(levels)
  })

  it('browsers beside a level are told', () => {
    const [setting] = levelsInConfig('c.js', "export default { build: { target: ['es2015', 'safari11'] } }", 'vite')
    expect(setting!.named).toEqual(['safari11'])
  })

  it('TypeScript has one in a file with comments', () => {
    const text = '{\n  // old\n  "compilerOptions": { "module": "esnext", "target": "ES5", },\n}'
    expect(levelInTsconfig('tsconfig.json', text)).toMatchObject({ node: { value: 'ES5' } })
    expect(levelInTsconfig('tsconfig.json', '{ "compilerOptions": { "target": "es5" } }')).toMatch(/has no module/)
    expect(levelInTsconfig('tsconfig.json', '{ "compilerOptions": { "target": "ESNext" } }')).toBeNull()
  })
})

it('years of levels', () => {
  expect(['es3', 'ES5', 'es6', 'ES2017', 'esnext', 'web', 'es2020'].map(yearOf)).toEqual([
    2009,
    2009,
    2015,
    2017,
    null,
    null,
    2020,
  ])
})

it('the browsers of today have what ES2020 has', () => {
  expect(levelOf(browsersOf([MODERN])!)).toBe('es2020')
  expect(levelOf(browsersOf(['safari 11.1', 'chrome 100'])!)).toBe('es2017')
  expect(levelOf(browsersOf(['ie 11', 'chrome 100'])!)).toBe('es5')
})

it('a list is narrowed query by query', () => {
  expect(narrowed(['last 2 versions', 'ie 11, chrome 90', 'not dead'])).toEqual([
    'last 2 versions and fully supports es6-module',
    'chrome 90',
    'not dead',
  ])
})

it('who is left is counted by use', () => {
  const all = browsersOf(['defaults'])!
  expect(shareServed(all, all)).toBe(1)
  expect(
    shareServed(
      all,
      all.filter(one => !/^(chrome|and_chr) /.test(one)),
    ),
  ).toBeLessThan(0.7)
})
