import { describe, expect, it } from 'vitest'
import { TunewrightError } from '../model/errors.js'
import { failureText } from './failure-text.js'

const failed = (output: string): string =>
  failureText(
    new TunewrightError('BUILD_FAILED', 'The build `npm run build` failed with exit code 1.', {
      remedy: 'Mend it.',
      details: { output },
    }),
  )

describe('why a build failed is said with the line that says so', () => {
  it.each([
    [
      'a linter within webpack',
      `-  Building for production...\n\n ERROR  Failed to compile with 1 error\n\n[eslint] \n/shop/src/App.vue\n  \u001b[31m3:9  error  Replace \`·\` with \`⏎\`  prettier/prettier\u001b[39m\n\n✖ 1 problem (1 error, 0 warnings)\n`,
      '3:9  error  Replace `·` with `⏎`  prettier/prettier',
    ],
    [
      'Vite',
      'vite v7.1.0 building for production...\n✓ 3 modules transformed.\n✗ Build failed in 40ms\nerror during build:\n[vite]: Rollup failed to resolve import "./a.avif" from "src/App.jsx".\n    at getRollupError (x.js:1:1)\n',
      '[vite]: Rollup failed to resolve import "./a.avif" from "src/App.jsx".',
    ],
    ['one that says nothing of an error', 'building\nthe lamp is broken\n', 'the lamp is broken'],
  ])('%s', (_, output, line) => {
    expect(failed(output)).toBe(`The build \`npm run build\` failed with exit code 1. It says: ${line}`)
  })

  it('and without one where it said nothing', () => {
    expect(failed('\n')).toBe('The build `npm run build` failed with exit code 1.')
  })
})
