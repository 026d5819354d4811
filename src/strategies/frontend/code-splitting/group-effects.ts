import type { CacheGroup, SplitChunks } from './configuration.js'

/** A chunk as a build has it. */
export interface BuiltChunk {
  readonly names: readonly string[]
  /** Whether a first load has it. */
  readonly initial: boolean
  /** Bytes before minification. */
  readonly size: number
  /** webpack's own account of why it is there; empty for what the entry and imports ask for. */
  readonly reason: string
}

/** What a build says of itself, as far as cache groups go. */
export interface GroupBuild {
  readonly webpackMajor: number
  readonly production: boolean
  readonly chunks: readonly BuiltChunk[]
  /** Absolute paths of the modules. */
  readonly modules: readonly string[]
  /** Scripts of the entry point that has most. */
  readonly initialScripts: number
}

/** From which chunks a group takes, in words. */
export const SELECTED = {
  all: 'all chunks',
  initial: 'the chunks of the first load',
  async: 'chunks that are loaded later',
}

/** What one key did: whether it acts, and why in words. */
export interface KeyEffect {
  readonly acts: boolean
  readonly note: string
}

const yes = (note: string): KeyEffect => ({ acts: true, note })
const no = (note: string): KeyEffect => ({ acts: false, note })

const DEFAULT = 'what webpack does by itself'

/** `minSize` where nothing sets it. */
export const defaultMinSize = ({ webpackMajor, production }: GroupBuild): number =>
  production ? (webpackMajor >= 5 ? 20_000 : 30_000) : 10_000

/** More requests than these are not made for a first load, unless a group is enforced. */
const mostInitial = ({ webpackMajor }: GroupBuild): number => (webpackMajor >= 5 ? 30 : 3)

/** Priorities of the groups that webpack has by itself: packages, and what several chunks share. */
const OWN_PRIORITIES = [-10, -20]

export const chunksOf = (build: GroupBuild, group: string): readonly BuiltChunk[] =>
  build.chunks.filter(chunk => chunk.reason.includes(`(cache group: ${group})`))

export const matchedBy = (build: GroupBuild, { test }: CacheGroup): readonly string[] =>
  test === undefined ? build.modules : build.modules.filter(module => test.test(module))

interface Facts {
  readonly build: GroupBuild
  readonly split: SplitChunks
  readonly name: string
  readonly group: CacheGroup
  readonly chunks: readonly BuiltChunk[]
}

/** The bytes below which the group would make no chunk if it said nothing itself. */
const inheritedMinSize = ({ build, split, group }: Facts): number =>
  group.enforce ? 0 : (split.minSize ?? defaultMinSize(build))

/** Of a group that made a chunk: what each of its keys had to do with it. A key that could as well be left out is without effect. */
const KEYS: { readonly [K in keyof Required<CacheGroup>]: (facts: Facts, value: CacheGroup[K]) => KeyEffect } = {
  test: ({ build, group }) => {
    const [matched, all] = [matchedBy(build, group).length, build.modules.length]
    return matched < all ? yes(`${matched} of ${all} modules match`) : no('every module matches')
  },
  name: ({ build }, name) => {
    if (name === false) return build.webpackMajor >= 5 ? no(DEFAULT) : yes('chunks get no name of their own')
    return yes(`the chunk is called ${name}`)
  },
  chunks: ({ split }, chunks) =>
    chunks === 'async' && (split.chunks ?? 'async') === 'async' ? no(DEFAULT) : yes(`taken from ${SELECTED[chunks!]}`),
  minChunks: (_, least) => (least === 1 ? no(DEFAULT) : yes(`modules of ${least} chunks or more`)),
  minSize: (facts, size) => {
    const inherited = inheritedMinSize(facts)
    if (size === inherited) return no('the same holds without it')
    if (size! < inherited)
      return facts.chunks.some(chunk => chunk.size < inherited)
        ? yes(`a chunk of less than ${inherited} bytes was made`)
        : no(`its chunk has more than ${inherited} bytes anyway`)
    return facts.group.name
      ? no(`its chunk has more than ${size} bytes anyway`)
      : yes(`none of less than ${size} bytes`)
  },
  priority: ({ build, split, name, group }, priority) => {
    const others = Object.entries(split.cacheGroups ?? {}).filter(([other]) => other !== name)
    const mine = new Set(matchedBy(build, group))
    const rivals = [
      ...others
        .filter(([, other]) => matchedBy(build, other).some(module => mine.has(module)))
        .map(([, other]) => other.priority ?? 0),
      ...OWN_PRIORITIES,
    ]
    const decides = rivals.some(rival => Math.sign(priority! - rival) !== Math.sign(0 - rival))
    return decides
      ? yes(`${priority} against other groups that match the same modules`)
      : no('the order of groups is the same without it')
  },
  enforce: ({ build, split, chunks, group }, enforce) => {
    if (!enforce) return no(DEFAULT)
    const least = group.minSize ?? split.minSize ?? defaultMinSize(build)
    if (group.minSize === undefined && chunks.some(chunk => chunk.size < least))
      return yes(`a chunk of less than ${least} bytes was made`)
    return build.initialScripts >= mostInitial(build)
      ? yes('made beyond the number of requests that webpack allows')
      : no(`its chunk has more than ${least} bytes, and would be made anyway`)
  },
  reuseExistingChunk: ({ chunks }, reuse) => {
    if (!reuse) return no(DEFAULT)
    return chunks.some(chunk => chunk.reason.includes('reused as split chunk'))
      ? yes('a chunk that was there already is used')
      : no('no chunk that was there already holds the same modules')
  },
}

/** What a key of a cache group did in a build. */
export const groupKeyEffect = (
  build: GroupBuild,
  split: SplitChunks,
  name: string,
  key: keyof CacheGroup,
): KeyEffect => {
  const group = split.cacheGroups?.[name] ?? {}
  const chunks = chunksOf(build, name)
  const say = KEYS[key] as (facts: Facts, value: unknown) => KeyEffect
  return say({ build, split, name, group, chunks }, group[key])
}

/** Whether a group takes a key of `splitChunks` from there. webpack's own groups do. */
const inheriting = (split: SplitChunks, key: 'chunks' | 'minSize'): string[] => [
  ...Object.entries(split.cacheGroups ?? {})
    .filter(([, group]) => group[key] === undefined && !(key === 'minSize' && group.enforce))
    .map(([name]) => name),
  ...['default', 'defaultVendors', 'vendors'].filter(name => split.cacheGroups?.[name] === undefined),
]

/** What a key beside the cache groups did in a build. */
export const splitKeyEffect = (build: GroupBuild, split: SplitChunks, key: 'chunks' | 'minSize'): KeyEffect => {
  const groups = inheriting(split, key)
  const made = groups.flatMap(name => chunksOf(build, name))
  if (key === 'chunks') {
    if (split.chunks === 'async') return no(DEFAULT)
    // What comes later is taken from by itself; only what the first load has tells that more was.
    return split.chunks === 'initial' || made.some(chunk => chunk.initial)
      ? yes(`groups that say nothing else take from ${SELECTED[split.chunks ?? 'async']}`)
      : no('each group that took from the first load says itself from which chunks it takes')
  }
  const [size, without] = [split.minSize ?? 0, defaultMinSize(build)]
  if (size === without) return no(DEFAULT)
  if (size > without) return yes(`chunks of less than ${size} bytes are not cut off`)
  return made.some(chunk => chunk.size < without)
    ? yes(`a chunk of less than ${without} bytes was made`)
    : no(`no group that heeds it made a chunk of less than ${without} bytes`)
}
