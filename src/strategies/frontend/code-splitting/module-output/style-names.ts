import { join, posix } from 'node:path'
import { glob } from 'tinyglobby'
import type { ReadableWorkspace } from '../../../../model/change.js'
import { servedFile } from '../../../html/served-file.js'
import type { Context } from '../project.js'

/** Plugins that name a style sheet after the entry, which keeps its name. */
const AFTER_THE_ENTRY = /rollup-plugin-postcss/

/**
 * Why a style sheet that Rollup's plugins make could get another name with a folder as the output, or null: many name it after the output's file
 * unless told otherwise.
 *
 * @param texts of whatever can name it: configuration and scripts
 * @param base name of the bundle
 */
export const styleNameHazard = async (
  { target, baseline }: Pick<Context, 'target' | 'baseline'>,
  folder: string,
  texts: readonly string[],
  base: string,
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  const sheets = await glob(['**/*.css'], { cwd: join(baseline.root, folder), ignore: ['**/node_modules/**'] })
  for (const sheet of sheets.sort()) {
    if ((await servedFile(target, workspace, `/${sheet}`)) !== null) continue
    const name = posix.basename(sheet)
    const afterEntry = name === base.replace(/\.js$/, '.css') && texts.some(text => AFTER_THE_ENTRY.test(text))
    if (!afterEntry && !texts.some(text => text.includes(name)))
      return `${sheet} may be named after the output's file, which a folder has not`
  }
  return null
}
