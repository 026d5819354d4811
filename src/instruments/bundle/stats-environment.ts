import { fileURLToPath } from 'node:url'

/** `--require` inside NODE_OPTIONS: a path with spaces is quoted, and quotes and backslashes in it are escaped. */
const quoted = (path: string): string => `"${path.replace(/[\\"]/g, '\\$&')}"`

/**
 * The environment that makes a build write its bundler's statistics, without an edit to any configuration.
 *
 * @param file absolute path of the statistics file: a line of JSON per build of webpack, Rollup, Rolldown, Vite or esbuild is appended, so remove an older one first.
 * @param base the environment it is added to; an existing NODE_OPTIONS is kept.
 */
export const statsEnvironment = (file: string, base: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const hook = `--require ${quoted(fileURLToPath(new URL('./hooks/preload.cjs', import.meta.url)))}`
  return {
    NODE_OPTIONS: base.NODE_OPTIONS ? `${base.NODE_OPTIONS} ${hook}` : hook,
    TUNEWRIGHT_BUNDLE_STATISTICS: file,
  }
}
