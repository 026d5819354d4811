import { lstat, readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { glob } from 'tinyglobby'
import type { ReadableWorkspace } from '../model/change.js'
import { TunewrightError } from '../model/errors.js'
import type { Clone } from './clone.js'
import { DEPENDENCIES, filesBelow, isMadeByTool } from './folders.js'
import { tryGit, zeroSeparated } from './git.js'
import { handmadeOutput } from './handmade-output.js'
import { isOwnFolder } from './own-folder.js'

/** A regular file, or a link to one within the package: links that lead out of it, or nowhere, are nobody's to read. */
async function isReadable(root: string, file: string): Promise<boolean> {
  const absolute = path.join(root, file)
  const found = await lstat(absolute).catch(() => null)
  if (!found?.isSymbolicLink()) return found?.isFile() === true && (await isOwnFolder(root, path.posix.dirname(file)))
  const [real, top] = await Promise.all([realpath(absolute), realpath(root)]).catch(() => ['', ''] as const)
  return real.startsWith(top + path.sep) && ((await lstat(real).catch(() => null))?.isFile() ?? false)
}

/** Files of a package: under version control, or new and not ignored; where git knows nothing of it, all but dependencies. */
async function packageFiles(root: string): Promise<string[]> {
  const listed = await tryGit(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'])
  if (listed.exitCode !== 0) return filesBelow(root, name => name === DEPENDENCIES || name === '.git')
  const files = zeroSeparated(listed.stdout.toString()).filter(file => !file.split('/').includes(DEPENDENCIES))
  const present = await Promise.all(files.map(file => isReadable(root, file)))
  return files.filter((_, i) => present[i]).sort()
}

/** What may be read of a package that somebody changes meanwhile. */
export interface Sources extends ReadableWorkspace {
  /** The files are others from here on: they are listed anew. */
  refresh(): void
}

/**
 * A package to read from. Its files are listed once, until `refresh`.
 *
 * @param root absolute path of the package
 * @param output the build's output folder relative to the root: what a build made is no source, and not listed unless asked for
 * @param handmade files in it that the build does not make
 */
export function readWorkspace(
  root: string,
  output: string | null = null,
  handmade: ReadonlySet<string> = new Set(),
): Sources {
  let listed: Promise<readonly string[]> | null = null
  const inOutput = (file: string) => output !== null && file.startsWith(`${output}/`) && !handmade.has(file)
  const locate = async (at: string): Promise<string> => {
    const absolute = path.resolve(root, at)
    const [real, top] = await Promise.all([realpath(absolute), realpath(root)])
    // A pipe or a device would keep whoever reads it waiting for ever.
    if (real.startsWith(top + path.sep) && (await lstat(real)).isFile()) return real
    throw new TunewrightError('CHANGE_REFUSED', `\`${at}\` leads out of the package, or is no file.`, {
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
    handmade,
    read,
    readText: async at => (await read(at)).toString('utf8'),
    exists: async at => {
      if (path.isAbsolute(at) || at.split('/').includes('..')) return false
      const [real, top] = await Promise.all([realpath(path.join(root, at)), realpath(root)]).catch(
        () => ['', '/'] as const,
      )
      return real === top || real.startsWith(top + path.sep)
    },
    async list(globs, { output: withOutput = false } = {}) {
      listed ??= packageFiles(root).catch(error => {
        listed = null
        throw error
      })
      const files = (await listed).filter(file => (inOutput(file) ? withOutput : !isMadeByTool(file)))
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
    refresh: () => {
      listed = null
    },
  }
}

/** The sources of a clone. */
export const sourcesOf = ({ root, folder, output }: Pick<Clone, 'root' | 'folder' | 'output'>): Sources =>
  readWorkspace(root, output, handmadeOutput(folder))
