import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../../../instruments/bundle/fixtures/project.js'
import type { SettingEffect } from '../../../model/actuator.js'
import type { Workspace } from '../../../model/change.js'
import { parseStrategy } from '../../../model/schema/parse.js'
import { schemaKeys } from '../../fixtures/schema-keys.js'
import { actuator } from './actuator.js'
import {
  automationSchema,
  type CacheGroup,
  configurationSchema,
  type DynamicImports,
  type SplitChunks,
} from './configuration.js'
import { CHUNKS } from './fixtures/chunk-project.js'
import { SHOP } from './fixtures/shop.js'
import { type ContextOptions, contextOf, folderWorkspace } from './fixtures/workspace.js'
import { manifest } from './manifest.js'
import type { Context } from './project.js'

/** The shop without the libraries' own code, which takes most of the time and decides nothing here. */
const LIGHT_SHOP: typeof SHOP = {
  ...SHOP,
  'webpack.config.js': SHOP['webpack.config.js']!.replace(
    'module.exports = {',
    `module.exports = {
  externals: { react: 'R', 'react/jsx-runtime': 'J', 'react-dom/client': 'D', 'react-router-dom': 'T' },`,
  ),
}

/** Projects that were built once; every configuration is tried on what the build says of them. */
const built = new Map<Readonly<Record<string, string>>, { readonly project: Project; readonly base: Context }>()
beforeAll(async () => {
  for (const files of [LIGHT_SHOP, CHUNKS]) {
    const project = await createProject(files)
    await project.build()
    built.set(files, { project, base: await contextOf(project, { pages: ['/', '/catalogue'] }) })
  }
})
afterAll(() => Promise.all([...built.values()].map(({ project }) => project.remove())))

interface Options extends ContextOptions {
  /** Chunks and groups are tried on `CHUNKS`, which is quick; what is loaded later, on the shop. */
  readonly on?: typeof SHOP
}

const contextFor = ({ on = LIGHT_SHOP, configuration, automation }: Options): Context => {
  const { base } = built.get(on)!
  return {
    ...base,
    configuration: { ...base.configuration, ...configuration },
    automation: { ...base.automation, ...automation },
  }
}

/** What is offered with a configuration and what the first candidate writes (nothing is written for real); and what is said of each key. */
const outcome = async (options: Options) => {
  const context = contextFor(options)
  const folder = folderWorkspace(context.baseline.root)
  const written = new Map<string, string>()
  const workspace: Workspace = { ...folder, write: async (path, content) => void written.set(path, String(content)) }
  const { candidates, settings } = await actuator.propose(context, folder)
  if (candidates[0]) await actuator.apply(candidates[0], context, workspace)
  return { candidates: candidates.map(({ id }) => id), written: [...written], settings }
}
const effectOf = (settings: readonly SettingEffect[], key: string) =>
  settings.find(setting => setting.key === key)?.effect

const split = (splitChunks: SplitChunks | false): Options => ({ on: CHUNKS, configuration: { splitChunks } })
const inGroup = (more: CacheGroup): Options => split({ cacheGroups: { vendor: { test: /vendor/, ...more } } })
const imports = (more: Partial<DynamicImports>): Options => ({
  configuration: { dynamicImports: { ...manifest.implementation.configuration.dynamicImports, ...more } },
})

/** Two configurations that differ in this key alone; the first is the one whose report is looked at. */
type Row = readonly [Options, Options]
const group = (key: keyof CacheGroup, value: CacheGroup[keyof CacheGroup]): Row => [
  inGroup({ [key]: value }),
  inGroup({}),
]

const ROWS: Readonly<Record<string, Row | 'only value'>> = {
  splitChunks: [split({ chunks: 'all' }), split(false)],
  'splitChunks.chunks': [split({ chunks: 'all' }), split({ chunks: 'initial' })],
  'splitChunks.minSize': [split({ minSize: 1 }), split({ minSize: 90_000 })],
  'splitChunks.cacheGroups.*.test': [inGroup({}), inGroup({ test: /shared/ })],
  'splitChunks.cacheGroups.*.name': group('name', 'packages'),
  'splitChunks.cacheGroups.*.chunks': group('chunks', 'initial'),
  'splitChunks.cacheGroups.*.minChunks': group('minChunks', 3),
  'splitChunks.cacheGroups.*.minSize': group('minSize', 1),
  'splitChunks.cacheGroups.*.priority': group('priority', 7),
  'splitChunks.cacheGroups.*.enforce': group('enforce', true),
  'splitChunks.cacheGroups.*.reuseExistingChunk': group('reuseExistingChunk', true),
  'dynamicImports.threshold': [imports({}), imports({ threshold: 9_000_000 })],
  'dynamicImports.routes': [imports({}), imports({ routes: false })],
  'dynamicImports.components': [imports({}), imports({ components: false })],
  'automation.analysis': 'only value',
  'automation.decision': [{}, { automation: { decision: 'rule-based' } }],
  'automation.implementation': [{}, { automation: { implementation: 'source-only' } }],
  'automation.validation': 'only value',
}

const keys = [...schemaKeys(configurationSchema), ...schemaKeys(automationSchema, 'automation')]

it('every key of the schemas has a row', () => {
  expect(Object.keys(ROWS).sort()).toEqual([...keys].sort())
})

const pairs = Object.entries(ROWS).flatMap(([key, row]) => (row === 'only value' ? [] : [[key, row] as const]))
it.each(pairs)('%s changes what is offered or written, and is reported', async (key, [one, other]) => {
  const [first, second] = [await outcome(one), await outcome(other)]
  expect([first.candidates, first.written]).not.toEqual([second.candidates, second.written])
  expect(effectOf(first.settings, key.replace('*', 'vendor'))).toBe('acts')
})

const single = Object.keys(ROWS).filter(key => ROWS[key] === 'only value')
it.each(single)('%s takes one value, and is reported; another is refused with its place', async key => {
  expect(effectOf((await outcome({ on: CHUNKS })).settings, key)).toBe('acts')
  const { type, configuration, automation } = manifest.implementation
  const other = {
    ...manifest,
    implementation: { type, configuration, automation: { ...automation, [key.split('.')[1]!]: 'other' } },
  }
  const schemas = [{ type, configuration: configurationSchema, automation: automationSchema }]
  expect(() => parseStrategy(other, schemas)).toThrow(
    expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(key) }),
  )
})

it.each<[string, Options]>([
  ['splitChunks', split(false)],
  ['dynamicImports.routes', imports({ routes: false })],
  ['dynamicImports.components', imports({ components: false })],
])('%s switched off acts by that', async (key, options) => {
  const { settings } = await outcome(options)
  expect(settings.find(setting => setting.key === key)).toMatchObject({
    effect: 'acts',
    note: expect.stringContaining('switched off'),
  })
})

describe('what does nothing here is reported without effect', () => {
  it.each<[string, string, Options, RegExp]>([
    [
      'splitChunks.cacheGroups.none.name',
      'no module matches',
      split({ cacheGroups: { none: { test: /no-such/, name: 'n' } } }),
      /no module/,
    ],
    [
      'splitChunks.chunks',
      'the configuration is left alone',
      { automation: { implementation: 'source-only' } },
      /refused here/,
    ],
    [
      'dynamicImports.threshold',
      'nothing is to be loaded later',
      imports({ routes: false, components: false }),
      /neither routes nor/,
    ],
    [
      'dynamicImports.routes',
      'no route is heavy enough',
      imports({ threshold: 9_000_000 }),
      /no route over the threshold/,
    ],
    ['dynamicImports.components', 'no component is heavy enough', imports({ threshold: 9_000_000 }), /no component/],
    [
      'automation.decision',
      'there is one candidate at most to put in order',
      { ...imports({ routes: false, components: false }), automation: { implementation: 'source-only' } },
      /no choice/,
    ],
  ])('%s: %s', async (key, _, options, note) => {
    const { settings } = await outcome(options)
    expect(settings.find(setting => setting.key === key)).toMatchObject({
      effect: 'without-effect',
      note: expect.stringMatching(note),
    })
  })

  it('a group that makes no chunk in the build of its candidate, key by key', async () => {
    const groups: SplitChunks = {
      chunks: 'all',
      cacheGroups: {
        vendor: { test: /vendor/, name: 'vendors', chunks: 'all' },
        // Nothing is in more than two chunks.
        common: { name: 'common', minChunks: 3, chunks: 'all', enforce: true },
      },
    }
    const settings = await shownByBuild(groups, CHUNKS)
    expect(Object.fromEntries(settings.map(({ key, effect }) => [key, effect]))).toEqual({
      // Each of the groups says itself from which chunks it takes.
      'splitChunks.chunks': 'without-effect',
      'splitChunks.cacheGroups.vendor.test': 'acts',
      'splitChunks.cacheGroups.vendor.name': 'acts',
      'splitChunks.cacheGroups.vendor.chunks': 'acts',
      'splitChunks.cacheGroups.common.name': 'without-effect',
      'splitChunks.cacheGroups.common.minChunks': 'without-effect',
      'splitChunks.cacheGroups.common.chunks': 'without-effect',
      'splitChunks.cacheGroups.common.enforce': 'without-effect',
    })
    expect(settings.find(({ key }) => key.endsWith('common.name'))?.note).toContain('the group made no chunk')
  })

  it('a group, or a key beside the groups, of which the project says something else itself', async () => {
    const own = "{ minSize: 15_000, cacheGroups: { vendor: { test: /vendor/, name: 'own', chunks: 'all' } } }"
    const files = {
      ...CHUNKS,
      'webpack.config.js': CHUNKS['webpack.config.js']!.replace(
        'minimize: false,',
        `minimize: false, splitChunks: ${own},`,
      ),
    }
    const groups: SplitChunks = { minSize: 1, cacheGroups: { vendor: { test: /vendor/, name: 'vendors' }, rest: {} } }
    const settings = await shownByBuild(groups, files)
    for (const key of [
      'splitChunks.minSize',
      'splitChunks.cacheGroups.vendor.test',
      'splitChunks.cacheGroups.vendor.name',
    ])
      expect(settings.find(setting => setting.key === key)).toMatchObject({
        effect: 'without-effect',
        note: expect.stringContaining("the project's own webpack configuration says otherwise"),
      })
    // A group without a key is a key itself.
    expect(effectOf(settings, 'splitChunks.cacheGroups.rest')).toBe('acts')
  })
})

/** What the build of the manifest's groups says of them, on a project. */
async function shownByBuild(
  groups: SplitChunks,
  files: Readonly<Record<string, string>>,
): Promise<readonly SettingEffect[]> {
  const context = contextFor(split(groups))
  const arm = await createProject(files)
  const [candidate] = (await actuator.propose(context, folderWorkspace(arm.root))).candidates
  await actuator.apply(candidate!, context, folderWorkspace(arm.root))
  await arm.build()
  const settings = await actuator.inspectBuilt!(candidate!, context, {
    ...context.baseline,
    root: arm.root,
    bundleStatistics: arm.statsFile,
  })
  await arm.remove()
  return settings
}
