import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { writeFiles } from '../../src/change/fixtures/repository.js'
import { PAGE } from './bench.js'
import { type Early, input, openEarly } from './early.js'

let early: Early
beforeEach(() => {
  early = openEarly()
})
afterEach(() => early.remove())

describe('a package.json that cannot be used', () => {
  it.each<[string, string, RegExp]>([
    ['broken', '{"name": "shop",}', /package\.json is not JSON/],
    ['empty', '', /package\.json is not JSON/],
    ['a list', '[]', /package\.json cannot be used[\s\S]*expected an object/],
    ['nothing', 'null', /expected an object/],
    ['with scripts of a wrong type', '{"scripts": {"build": 3}}', /scripts\.build is 3: expected a text/],
    ['with a name of a wrong type', '{"name": {"first": "shop"}}', /name is an object: expected a text/],
    ['huge', `{"description": "${'x'.repeat(20_000_000)}"}`, /package\.json is larger than/],
  ])('%s', (_, text, message) => {
    writeFiles(early.project, { 'package.json': text, 'index.html': PAGE })
    return early.refused(input(message, /./))
  })

  it('is a folder', () => {
    writeFiles(early.project, { 'package.json/x': '', 'index.html': PAGE })
    return early.refused(input(/package\.json cannot be read/, /./))
  })
})

describe('a configuration file', () => {
  beforeEach(() => writeFiles(early.project, { 'index.html': PAGE }))
  const config = (text: string) => writeFileSync(path.join(early.project, 'tunewright.config.mjs'), text)

  it.each<[string, string, RegExp, RegExp]>([
    [
      'of wrong types',
      "export default { target: { pages: 'home' }, seed: -1 }",
      /target\.pages is "home": expected a list[\s\S]*seed is -1/,
      /./,
    ],
    ['with a misspelt key', 'export default { targt: {} }', /targt is not known.*did you mean "target"/, /"target"/],
    [
      'with a misspelt key deep inside',
      "export default { target: { serve: { kind: 'static', foldr: 'dist' } } }",
      /target\.serve\.foldr is not known.*"folder"/,
      /"folder"/,
    ],
    [
      'with an unknown profile',
      "export default { profiles: ['mobil'] }",
      /profiles\[0\] is "mobil".*"mobile"/,
      /"mobile"/,
    ],
    [
      'with a budget that is no number',
      'export default { budget: { milliseconds: NaN } }',
      /budget\.milliseconds is NaN: expected/,
      /budget\.milliseconds/,
    ],
    [
      'with a negative timeout',
      "export default { target: { build: { command: 'x', output: 'd', timeout: -1 } } }",
      /target\.build\.timeout is -1/,
      /./,
    ],
    [
      'that leads out of the project',
      "export default { target: { serve: { kind: 'static', folder: '../..' } } }",
      /does not lead out/,
      /./,
    ],
    ['that exports nothing', 'export const seed = 1', /it is missing: expected an object/, /./],
    ['that exports a function', 'export default () => ({})', /it is a function: expected an object/, /./],
    [
      'that exports a promise of what is wrong',
      'export default Promise.resolve({ seed: "x" })',
      /seed is "x": expected a number/,
      /./,
    ],
    [
      'that exports a promise that is never kept',
      'export default new Promise(() => {})',
      /did not end within 10 s/,
      /without waiting/,
    ],
    [
      'that is never ready',
      'await new Promise(() => {})\nexport default {}',
      /did not end within 10 s/,
      /without waiting/,
    ],
    ['that throws', 'throw new Error("no such variable")', /cannot be read: no such variable/, /Correct the file/],
    [
      'that throws what cannot be shown',
      'throw Object.create(null)',
      /cannot be read: something that cannot be shown/,
      /./,
    ],
    [
      'that imports what is not there',
      "import './missing.mjs'\nexport default {}",
      /cannot be read: Cannot find module/,
      /./,
    ],
    [
      'with a getter that throws',
      'export default { get target() { throw new Error("boom") } }',
      /target cannot be read \(boom\)/,
      /plain data/,
    ],
    [
      'that is a cycle',
      'const a = { target: {} }\na.target.target = a\nexport default a',
      /target\.target is not known/,
      /./,
    ],
    [
      'with a key of prototypes',
      `export default JSON.parse('{"__proto__": {"seed": 1}, "target": {}}')`,
      /__proto__ is not known/,
      /./,
    ],
    [
      'with an optimizer of an unknown metric',
      "export default { optimizers: [{ id: 'mine', target: { metrics: ['bundel-size'] } }] }",
      /metrics\[0\] is "bundel-size".*"bundle-size"/,
      /./,
    ],
  ])('%s', (_, text, message, remedy) => {
    config(text)
    return early.refused(input(message, remedy))
  })

  it('of JSON with a byte order mark is read', () => {
    writeFileSync(path.join(early.project, 'tunewright.config.json'), '\uFEFF{"seed": "x"}')
    return early.refused(input(/seed is "x": expected a number/, /./))
  })
})

describe('variables', () => {
  beforeEach(() => writeFiles(early.project, { 'index.html': PAGE }))

  it.each<[string, string, RegExp]>([
    ['TUNEWRIGHT_PROFILES', 'mobile;desktop', /"mobile;desktop"/],
    ['TUNEWRIGHT_BUDGET_MILLISECONDS', '-5', /is -5/],
    ['TUNEWRIGHT_BUDGET_MILLISECONDS', 'NaN', /"NaN": expected a number/],
    ['TUNEWRIGHT_BUDGET_ALPHA', '2', /is 2: expected/],
    ['TUNEWRIGHT_SEED', '1.5', /is 1\.5: expected a whole number/],
    ['TUNEWRIGHT_INCLUDE_DIRTY', 'yes', /"yes": expected true or false/],
  ])('%s=%s', (name, value, message) => early.refused(input(message, /./), ['project'], { [name]: value }))
})
