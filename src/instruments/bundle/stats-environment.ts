import { fileURLToPath } from 'node:url'

/** `--require` inside NODE_OPTIONS: a path with spaces is quoted, and quotes and backslashes in it are escaped. */
const quoted = (path: string): string => `"${path.replace(/[\\"]/g, '\\$&')}"`

/**
 * The environment that makes a build write webpack's statistics, without an edit to any configuration.
 *
 * @param file absolute path of the statistics file: a line of JSON per compilation is appended, so remove an older one first.
 * @param base the environment it is added to; an existing NODE_OPTIONS is kept.
 */
export const statsEnvironment = (file: string, base: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const hook = `--require ${quoted(fileURLToPath(new URL('./stats-hook.cjs', import.meta.url)))}`
  return {
    NODE_OPTIONS: base.NODE_OPTIONS ? `${base.NODE_OPTIONS} ${hook}` : hook,
    TUNEWRIGHT_WEBPACK_STATS: file,
  }
}
