import { expect, test } from 'vitest'
import { remedyFor } from './command-hints.js'

test.each([
  [
    'npm error 404 Not Found - GET https://registry.example/lamp/-/lamp-5.0.0.tgz\nnpm error 404',
    'https://registry.example/lamp/-/lamp-5.0.0.tgz is not in the registry',
  ],
  [
    ' ERR_PNPM_FETCH_404  GET https://registry.example/lamp: Not Found - 404',
    'https://registry.example/lamp is not in the registry',
  ],
  ['error Error: https://registry.example/lamp: Not found', 'https://registry.example/lamp is not in the registry'],
  ['✘ [ERROR] Could not resolve "leaflet"\n\n    src/map.ts:1:20:', '`leaflet` is not among what is installed'],
  ["Module not found: Error: Can't resolve 'leaflet' in '/clone/src'", '`leaflet` is not among what is installed'],
  ["Module not found: Error: Can't resolve './keys' in '/clone/src'", '`./keys` is not among what is committed'],
  [
    "src/a.ts:3:36 - error TS2307: Cannot find module 'src/environments/environment' or its",
    '`src/environments/environment` is not among what is committed',
  ],
  [
    '> vite build\n\nsh: 1: vite: not found\nnpm error Lifecycle script `build` failed with error:\nnpm error path /clone/packages/parts\nnpm error command failed\nnpm error command sh -c vite build',
    '`vite` is not there',
  ],
  [
    'npm error code 1\nnpm error path /clone/node_modules/lamp\nnpm error command failed\nnpm error command sh -c node install.js',
    'The install script of a package failed',
  ],
  [
    "Not built: @shop/ui\n\nModule not found: Error: Can't resolve '@shop/ui' in '/clone/src'",
    '`@shop/ui`, of the same workspace, did not build',
  ],
])('%s', (output, remedy) => {
  expect(remedyFor(output)).toContain(remedy)
})

test('a file that a package misses is nothing to commit', () => {
  expect(remedyFor("Can't resolve './missing' in '/clone/node_modules/lamp'")).toBeUndefined()
})
