import { describe, expect, it } from 'vitest'
import type { Edit } from './option-edit.js'
import { rollupConfigNames, rollupModules } from './rollup-config.js'

const applied = (source: string, edits: readonly Edit[] | string): string =>
  typeof edits === 'string'
    ? edits
    : edits
        .toSorted((a, b) => b.start - a.start)
        .reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), source)

const edited = (source: string): string => applied(source, rollupModules('rollup.config.js', source, 'bundle.js'))

describe('a configuration of Rollup', () => {
  it.each([
    [
      "export default { input: 'src/index.js', output: { file: 'dist/bundle.js', format: 'iife', name: 'shop', sourcemap: true } }",
      "export default { input: 'src/index.js', output: { dir: 'dist', entryFileNames: 'bundle.js', format: 'es', sourcemap: true } }",
    ],
    [
      'module.exports = {\n  output: {\n    file: "public/js/bundle.js",\n    format: "umd",\n    inlineDynamicImports: true,\n  },\n}\n',
      'module.exports = {\n  output: {\n    dir: "public/js",\n    entryFileNames: "bundle.js",\n    format: "es",\n  },\n}\n',
    ],
    [
      "export default defineConfig({ output: [{ format: 'iife', file: path.join(out, 'bundle.js') }] })",
      "export default defineConfig({ output: [{ format: 'es', dir: path.join(out), entryFileNames: 'bundle.js' }] })",
    ],
    [
      `export default { output: { file: \`\${out}/bundle.js\`, format: 'es', inlineDynamicImports: true } }`,
      `export default { output: { dir: \`\${out}\`, entryFileNames: 'bundle.js', format: 'es' } }`,
    ],
    [
      "export default () => ({ output: { dir: 'dist', format: 'iife' } })",
      "export default () => ({ output: { dir: 'dist', format: 'es' } })",
    ],
  ])('%s', (source, expected) => {
    expect(edited(source)).toBe(expected)
  })

  it.each([
    ["export default { output: { file: 'dist/bundle.js', format: 'iife', banner: '/* x */' } }", /sets banner/],
    [
      "export default { output: { file: 'dist/bundle.js', format: 'iife', globals: { react: 'React' } } }",
      /sets globals/,
    ],
    ["export default { output: { file: 'dist/bundle.js', format } }", /format/],
    ["export default { output: { file: 'dist/bundle.js', format: 'cjs' } }", /format/],
    ["export default { output: { ...shared, file: 'dist/bundle.js', format: 'iife' } }", /spreads or computes/],
    ["export default { output: { file, format: 'iife' } }", /name of bundle.js/],
    ["export default { output: { file: 'dist/other.js', format: 'iife' } }", /name of bundle.js/],
    ["export default { output, plugins: [css({ output: 'bundle.css' })] }", /as an object/],
    ["export default [{ output: { file: 'dist/bundle.js' } }, { output: { file: 'dist/b.js' } }]", /2 outputs/],
    ["export default { manualChunks: {}, output: { file: 'dist/bundle.js', format: 'iife' } }", /sets manualChunks/],
  ])('is left as it is: %s', (source, reason) => {
    expect(edited(source)).toMatch(reason)
  })
})

describe("Rollup's command", () => {
  const program = '/shop/node_modules/rollup/dist/bin/rollup'
  it('says by its arguments what it is configured by', () => {
    expect(rollupConfigNames([program, '--config', 'build/rollup.mjs'])).toEqual(['build/rollup.mjs'])
    expect(
      rollupConfigNames(['/shop/node_modules/.bin/rollup', '-c', '--silent', '--environment', 'NODE_ENV:production']),
    ).toContain('rollup.config.js')
  })

  it('may overrule its configuration', () => {
    expect(rollupConfigNames([program, '-c', '--format', 'iife'])).toMatch(/--format/)
    expect(rollupConfigNames([program, 'src/index.js', '-o', 'dist/bundle.js'])).toMatch(/src\/index\.js/)
    expect(rollupConfigNames(['/shop/build.mjs'])).toMatch(/called by a script/)
  })
})
