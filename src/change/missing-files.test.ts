import { expect, test } from 'vitest'
import { missingFiles } from './missing-files.js'

const CLONE = '/state/clone'

test.each([
  ['webpack', `Module not found: Error: Can't resolve './firebase/config' in '${CLONE}/src'`, ['firebase/config']],
  ['react-scripts 3', "Failed to compile.\n\n./src/App.js\nCannot find file: './keys' in './src'", ['keys']],
  [
    'vue-cli-service 4',
    'These relative modules were not found:\n\n* ./config in ./src/main.js\n* ../keys.json in ./src/a/b.js',
    ['config', 'keys.json'],
  ],
  ['Rollup', 'Could not resolve "../settings" from "src/pages/home.ts"', ['settings']],
  ['Vite', `[vite]: Rollup failed to resolve import "./keys" from "${CLONE}/src/main.ts".`, ['keys']],
  ['esbuild, Angular', '✘ [ERROR] Could not resolve "../environments/environment"', ['environments/environment']],
  [
    'TypeScript',
    "src/app/a.ts:3:36 - error TS2307: Cannot find module 'src/environments/environment' or its corresponding type declarations.",
    ['src/environments/environment'],
  ],
  ['Next.js, by an alias', "./app/page.tsx\nModule not found: Can't resolve '@/lib/keys'", ['lib/keys']],
  [
    'replacements of Angular',
    `The ${CLONE}/src/environments/environment.prod.ts path in file replacements does not exist.`,
    ['src/environments/environment.prod.ts'],
  ],
  ['a file that is read', `Error: ENOENT: no such file or directory, open '${CLONE}/site.json'`, ['site.json']],
])('%s says which file of the project is not there', (_, output, files) => {
  expect(missingFiles(output, CLONE)).toEqual(files)
})

test.each([
  ['a package', "Module not found: Error: Can't resolve 'three' in '/state/clone/src'"],
  ['a file elsewhere', "Error: ENOENT: no such file or directory, open '/etc/shop.json'"],
  ['a way out', 'Could not resolve "./../x/../../etc/passwd"'],
])('%s is none', (_, output) => {
  expect(missingFiles(output, CLONE)).toEqual([])
})
