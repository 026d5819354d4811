import { readPackage } from '../../../build-config/dev-server.js'
import type { Context } from '../project.js'
import type { TextEdit } from './mending.js'

/** The script of `package.json` that builds; undefined where the build's command is none of them. */
const scriptName = ({ target }: Context): string | undefined =>
  target.build?.command.match(/^(?:npm|pnpm|yarn)(?: run)? ([\w:-]+)/)?.[1]

/** The line of `package.json` with the script that builds, mended by `mend`. */
export const mendScript = (
  packageText: string,
  context: Context,
  mend: (line: string) => string | null,
): TextEdit | null => {
  const script = scriptName(context)
  const line = packageText.split('\n').find(one => script !== undefined && one.trimStart().startsWith(`"${script}":`))
  const mended = line === undefined ? null : mend(line)
  if (line === undefined || mended === null) return null
  const text = packageText.replace(line, () => mended)
  return { path: 'package.json', text, detail: `package.json: ${mended.trim()}` }
}

const FOR_DEVELOPERS = /--watch\b|\s-w\b|--serve\b|\b(?:nodemon|chokidar|onchange|concurrently)\b/

/**
 * The script of `package.json` by which developers work that runs the same as the build does, or null: its command, or one of its files, again and
 * again.
 *
 * @param files paths that the build goes by
 */
export const sharedScript = (packageText: string, context: Context, files: Iterable<string>): string | null => {
  const build = scriptName(context)
  const again = build === undefined ? null : new RegExp(`\\b(?:run|yarn|pnpm) ${build}(?![\\w:-])`)
  const runs = (command: string): boolean =>
    (again?.test(command) ?? false) || [...files].some(path => command.includes(path))
  const shared = Object.entries(readPackage(packageText).scripts).find(
    ([name, command]) => name !== build && FOR_DEVELOPERS.test(command) && runs(command),
  )
  return shared ? `the script ${shared[0]} (${shared[1]})` : null
}
