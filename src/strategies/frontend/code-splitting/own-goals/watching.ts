import { readPackage } from '../../../build-config/dev-server.js'

const WATCHES = /\brollup\b[^&|;]*\s(?:--watch|-\w*w\w*)(?=\s|$)/

/**
 * Whether developers have Rollup's command watch their files, by this configuration or one that may take it over.
 *
 * @param files what configures the build, by path
 */
export const isWatchedByRollup = (packageText: string, files: ReadonlyMap<string, string>): boolean =>
  Object.values(readPackage(packageText).scripts).some(command => WATCHES.test(command)) ||
  [...files.values()].some(text => /\bROLLUP_WATCH\b|\bwatch\s*:|rollup-plugin-(serve|livereload|dev)\b/.test(text))

/** Whether a script that builds also has the bundler watch or serve: what it is told there is told for developers too. */
export const watchesItself = (source: string): boolean =>
  /\.\s*(?:watch|serve)\s*\(|\bwatch\s*:(?!\s*false\b)/.test(source)
