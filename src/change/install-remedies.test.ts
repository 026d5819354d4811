import { describe, expect, test } from 'vitest'
import { buildRemedy } from './build-remedies.js'
import { remedyFor } from './command-hints.js'
import { failedScript, installRemedy } from './install-remedies.js'

/* What the tools really print. */

const ERESOLVE = `npm error code ERESOLVE
npm error ERESOLVE could not resolve
npm error
npm error While resolving: @testing-library/react@12.1.5
npm error Found: react@18.3.1
npm error Could not resolve dependency:
npm error peer react@"<18.0.0" from @testing-library/react@12.1.5
`
/** `npm ci` of npm 11 with a lock file that npm wrote under legacy-peer-deps. */
const OUT_OF_STEP = `npm error code EUSAGE
npm error
npm error \`npm ci\` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with \`npm install\` before continuing.
npm error
npm error Invalid: lock file's ajv@6.15.0 does not satisfy ajv@8.20.0
npm error Missing: typescript@7.0.2 from lock file
npm error
npm error Clean install a project
`
const PUPPETEER = `npm error code 1
npm error path /tmp/clone/node_modules/puppeteer
npm error command failed
npm error command sh -c node install.mjs
npm error Error: ERROR: Failed to set up chrome v131.0.6778.85! Set "PUPPETEER_SKIP_DOWNLOAD" env variable to skip download.
`
const NODE_SASS = `npm error code 1
npm error path /tmp/clone/node_modules/node-sass
npm error command failed
npm error command sh -c node scripts/build.js
npm error Building: /usr/bin/node /tmp/clone/node_modules/node-gyp/bin/node-gyp.js rebuild --verbose
`
const YARN_ENGINE = `yarn install v1.22.22
[1/4] Resolving packages...
[2/4] Fetching packages...
error upath@1.1.0: The engine "node" is incompatible with this module. Expected version ">=4 <=10". Got "20.20.2"
error Found incompatible module.
`
const MD4 = `Error: error:0308010C:digital envelope routines::unsupported
    at new Hash (node:internal/crypto/hash:79:19)
    at Object.createHash (node:crypto:139:10)
    at module.exports (/shop/node_modules/webpack/lib/util/createHash.js:135:53) {
  opensslErrorStack: [ 'error:03000086:digital envelope routines::initialization error' ],
  library: 'digital envelope routines',
  reason: 'unsupported',
  code: 'ERR_OSSL_EVP_UNSUPPORTED'
}
`

describe('an installation that failed is tried again', () => {
  test.each([
    ['npm', ERESOLVE, '--legacy-peer-deps'],
    ['npm', OUT_OF_STEP, '--legacy-peer-deps'],
    ['yarn', YARN_ENGINE, '--ignore-engines'],
    ['npm', NODE_SASS, '--ignore-scripts'],
  ] as const)('%s: %#', (manager, output, flags) => {
    expect(installRemedy(manager, output, [])?.flags).toBe(flags)
  })

  test('without what a package downloads, where that did not come', () => {
    const remedy = installRemedy('npm', PUPPETEER, [])
    expect(remedy?.environment).toMatchObject({ PUPPETEER_SKIP_DOWNLOAD: 'true' })
    expect(remedy?.caveat).toContain('puppeteer')
  })

  test('the same remedy is not taken twice: what still fails is told', () => {
    expect(installRemedy('npm', OUT_OF_STEP, ['legacy-peer-deps'])).toBeUndefined()
    expect(remedyFor(OUT_OF_STEP)).toContain('lock file does not fit package.json')
    // A download that fails although it is to be skipped: the script itself is left out.
    expect(installRemedy('npm', PUPPETEER, ['skip-downloads'])?.id).toBe('ignore-scripts')
  })

  test('not where nothing known is the reason, nor by another manager that cannot do it', () => {
    expect(installRemedy('npm', 'npm error code E404\nnpm error 404 Not Found', [])).toBeUndefined()
    expect(installRemedy('pnpm', NODE_SASS, [])).toBeUndefined()
    expect(installRemedy('pnpm', ERESOLVE, [])).toBeUndefined()
  })

  test('the package whose script failed is named', () => {
    expect(failedScript(NODE_SASS)).toBe('node-sass')
    expect(failedScript(ERESOLVE)).toBeUndefined()
  })
})

describe('a build that failed', () => {
  test('for the hash that Node lacks is run again with the old provider', () => {
    expect(buildRemedy(MD4)?.nodeOption).toBe('--openssl-legacy-provider')
    expect(remedyFor(MD4)).toContain('update webpack')
  })

  test('for anything else is not', () => {
    expect(buildRemedy("Module not found: Error: Can't resolve './a' in '/shop/src'")).toBeUndefined()
  })

  test.each([
    [
      "Error: Cannot find module 'ajv/dist/compile/codegen'\nRequire stack:\n- /shop/x.js",
      '`ajv/dist/compile/codegen` is not among',
    ],
    ['Error: Missing binding /shop/node_modules/node-sass/vendor/linux-x64-115/binding.node', 'replace it by `sass`'],
    ['Error: Missing required environment variable: API_URL', 'environment is missing'],
    ['TypeError [ERR_INVALID_THIS]: Value of "this" must be of type URLSearchParams', 'pnpm'],
  ])('says what to do: %#', (output, remedy) => {
    expect(remedyFor(output)).toContain(remedy)
  })

  test('because a file of the project is missing is not told of as a package', () => {
    const remedy = remedyFor("Error: Cannot find module './config'\nRequire stack:\n- /shop/x.js")
    expect(remedy).toContain('`./config` is not among what is committed')
    expect(remedy).not.toContain('package')
  })
})
