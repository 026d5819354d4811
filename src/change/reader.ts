import { existsSync } from 'node:fs'
import { lstat, readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { glob } from 'tinyglobby'
import type { ReadableWorkspace } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import { DEPENDENCIES, filesBelow } from './folders.js'
import { tryGit, zeroSeparated } from './git.js'

/** Files of a package: under version control, or new and not ignored; where git knows nothing of it, all but dependencies. */
async function packageFiles(root: string): Promise<string[]> {
  const listed = await tryGit(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'])
  if (listed.exitCode !== 0) return filesBelow(root, name => name === DEPENDENCIES || name === '.git')
  const files = zeroSeparated(listed.stdout.toString()).filter(file => !file.split('/').includes(DEPENDENCIES))
  const present = await Promise.all(
    files.map(async file => (await lstat(path.join(root, file)).catch(() => null))?.isDirectory() === false),
  )
  return files.filter((_, i) => present[i]).sort()
}

/**
 * A package to read from.
 *
 * @param root absolute path of the package
 * @param output the build's output folder relative to the root: what a build made is no source, and not listed unless asked for
 */
export function readWorkspace(root: string, output: string | null = null): ReadableWorkspace {
  const inOutput = (file: string) => output !== null && file.startsWith(`${output}/`)
  const locate = async (at: string): Promise<string> => {
    const absolute = path.resolve(root, at)
    const [real, top] = await Promise.all([realpath(absolute), realpath(root)])
    if (real.startsWith(top + path.sep)) return real
    throw new TunewrightError('CHANGE_REFUSED', `\`${at}\` leads out of the package.`, {
      remedy: 'Read files of the package only.',
    })
  }
  const read = async (at: string): Promise<Buffer> => {
    try {
      return await readFile(await locate(at))
    } catch (cause) {
      if (cause instanceof TunewrightError) throw cause
      throw new TunewrightError('TARGET_NOT_FOUND', `There is no file \`${at}\` in the package.`, {
        remedy: 'List the files first.',
        cause,
      })
    }
  }
  return {
    root,
    read,
    readText: async at => (await read(at)).toString('utf8'),
    exists: async at => !path.isAbsolute(at) && !at.split('/').includes('..') && existsSync(path.join(root, at)),
    async list(globs, { output: withOutput = false } = {}) {
      const files = (await packageFiles(root)).filter(file => withOutput || !inOutput(file))
      if (!globs) return files
      const matching = new Set(
        await glob([...globs], {
          cwd: root,
          dot: true,
          expandDirectories: false,
          followSymbolicLinks: false,
          ignore: [`**/${DEPENDENCIES}/**`],
        }),
      )
      return files.filter(file => matching.has(file))
    },
  }
}
