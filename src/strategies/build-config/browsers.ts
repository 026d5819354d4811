import browserslist from 'browserslist'
import { feature as unpack } from 'caniuse-lite'
import modules from 'caniuse-lite/data/features/es6-module.js'

/**
 * What is built for where nothing is said: what browserslist takes as its defaults, less what cannot load a module (Opera Mini, and what is
 * left of browsers from before 2018). Wider than Baseline's "widely available", at nearly the same bytes.
 */
export const MODERN = 'defaults and fully supports es6-module'

type Stats = Readonly<Record<string, Readonly<Record<string, string>>>>

const MODULES: Stats = unpack(modules).stats

/** Whether every part of a feature is there. @param browser as browserslist has it: `safari 17.4` */
export const supports = (stats: Stats, browser: string): boolean => {
  const [name = '', version = ''] = browser.split(' ')
  return stats[name]?.[version]?.startsWith('y') ?? false
}

/** Browsers that a list stands for; null where it cannot be read, or takes another list in. */
export const browsersOf = (queries: readonly string[]): readonly string[] | null => {
  // Shared lists are code of packages, which is not run here.
  if (queries.length === 0 || queries.some(query => /\bextends\b|\bcurrent node\b|\bin my stats\b/i.test(query)))
    return null
  try {
    return browserslist([...queries], { ignoreUnknownVersions: true, path: '/' }).filter(one => !/^node /.test(one))
  } catch {
    return null
  }
}

/** Those that cannot load a module: whatever serves them is written in the language of 2009. */
export const outdated = (browsers: readonly string[]): readonly string[] =>
  browsers.filter(browser => !supports(MODULES, browser))

/** Share (0–1) of the use that a list of browsers has together, of which these others are left. */
export const shareServed = (all: readonly string[], left: readonly string[]): number => {
  const whole = browserslist.coverage([...all])
  return whole === 0 ? 1 : Math.min(1, browserslist.coverage([...left]) / whole)
}

/** Percentage of all use worldwide. */
export const useOf = (browsers: readonly string[]): number =>
  Math.round(browserslist.coverage([...browsers]) * 100) / 100

/** The same list without browsers that cannot load a module; queries that name nothing else are taken out. */
export const narrowed = (queries: readonly string[]): readonly string[] =>
  queries
    .flatMap(query => query.split(/\s*,\s*|\s+or\s+/i))
    .flatMap(query => {
      if (/^not\s/i.test(query)) return [query]
      const browsers = browsersOf([query]) ?? []
      const old = outdated(browsers)
      if (old.length === 0) return [query]
      return old.length === browsers.length ? [] : [`${query} and fully supports es6-module`]
    })

/** First versions with optional chaining and `??`, the last of what ES2020 added (https://caniuse.com/mdn-javascript_operators_optional_chaining). */
const ES2020: Readonly<Record<string, number>> = {
  chrome: 80,
  edge: 80,
  firefox: 74,
  safari: 13.1,
  ios_saf: 13.4,
  opera: 67,
  samsung: 13,
  android: 80,
  op_mob: 64,
  and_chr: 80,
  and_ff: 79,
  and_uc: 15.5,
  and_qq: 14.9,
  baidu: 13.18,
  kaios: 3,
}

export type Level = 'es5' | 'es2017' | 'es2020'

/** The newest of three levels of the language that all of these browsers have: with modules came what ES2017 has. */
export const levelOf = (browsers: readonly string[]): Level => {
  if (outdated(browsers).length > 0) return 'es5'
  const has = (browser: string): boolean => {
    const [name = '', version = ''] = browser.split(' ')
    return Number.parseFloat(version.split('-')[0]!) >= (ES2020[name] ?? Number.POSITIVE_INFINITY)
  }
  return browsers.every(has) ? 'es2020' : 'es2017'
}

/** The year of a level as tools write it (`ES6`, `es2017`); null for what is none, or whatever is newest. */
export const yearOf = (level: string): number | null => {
  const [, number] = /^es(\d+)$/i.exec(level.trim()) ?? []
  if (number === undefined) return null
  return Number(number) < 6 ? 2009 : Number(number) < 2015 ? 2009 + Number(number) : Number(number)
}
