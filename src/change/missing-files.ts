import { existsSync } from 'node:fs'
import path from 'node:path'
import type { TargetSystem } from '../model/target.js'
import type { Clone } from './clone.js'
import { copyTree } from './copy.js'
import { DEPENDENCIES } from './folders.js'
import { tryGit, zeroSeparated } from './git.js'
import { ownFolder } from './own-folder.js'

/** How bundlers and compilers name a module or file that is not there. */
const NOT_THERE = [
  /(?:Cannot find module|Can't resolve|Could not resolve|failed to resolve import|Cannot find file:?) (['"`])([^'"`\n]+)\1/gi,
  /^\s*\* (?:\S+!)?(\s*)(\.{1,2}\/\S+) in \S+/gm,
  /The()\s+(\S+) path in file replacements does not exist/g,
  /ENOENT[^\n]*?, (?:open|stat|lstat|scandir) (['"])([^'"\n]+)\1/g,
]

/** Where aliases lead that nearly every project gives its sources. */
const ALIASES = /^(?:[@~]\/|(?=src\/))/

/**
 * Files of the project that a build's output says it misses: the end of each one's path, with or without its extension. Packages are not among them.
 * @param clone absolute folder of the clone
 */
export function missingFiles(output: string, clone: string): string[] {
  const named = NOT_THERE.flatMap(pattern => [...output.matchAll(pattern)].map(match => match[2] ?? ''))
  const ends = named.flatMap(name => {
    const file = name.replace(/[?#].*$/, '')
    if (path.isAbsolute(file)) return file.startsWith(`${clone}/`) ? [path.posix.relative(clone, file)] : []
    if (/^\.{1,2}\//.test(file)) return [file.replace(/^(?:\.{1,2}\/)+/, '')]
    return ALIASES.test(file) ? [file.replace(ALIASES, '')] : []
  })
  return [...new Set(ends)].filter(end => end !== '' && !end.split('/').includes('..')).sort()
}

/** Pathspecs are patterns here; elsewhere names are names. */
const PATTERNS = { environment: { GIT_LITERAL_PATHSPECS: '0' } }

const escaped = (end: string): string => end.replace(/[\\*?[\]]/g, '\\$&')

/** Folders in which nothing is a source, for all that git ignores them like one. */
const noSource = (file: string, output: string | undefined): boolean =>
  file.split('/').some(name => name === DEPENDENCIES || (name.startsWith('.') && name.length > 1)) ||
  (output !== undefined && output !== '.' && file.startsWith(`${output}/`))

/**
 * A file with keys or addresses of services is often left out of version control by the project's own rules, and imported all the same. What a failed build
 * misses is copied from the user's checkout where it lies there, ignored; the clone must ignore it as well, so that no commit can hold it.
 *
 * @param output of the build that failed
 * @returns what was copied, relative to the clone
 */
export async function provideMissing(clone: Clone, target: TargetSystem, output: string): Promise<string[]> {
  const ends = missingFiles(output, clone.folder)
  if (ends.length === 0) return []
  const wanted = ends.flatMap(end => ['', '.*', '/index.*'].map(rest => `:(top,glob)**/${escaped(end)}${rest}`))
  const listed = await tryGit(
    clone.surroundings,
    [
      ...['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', ...wanted],
      `:(top,exclude,glob)**/${DEPENDENCIES}/**`,
    ],
    PATTERNS,
  )
  if (listed.exitCode !== 0) return []
  const built = target.build && path.posix.join(clone.prefix, target.build.output)
  const copied: string[] = []
  for (const file of zeroSeparated(listed.stdout.toString())) {
    const to = path.join(clone.folder, file)
    if (noSource(file, built) || existsSync(to)) continue
    const ignored = await tryGit(clone.folder, ['check-ignore', '--quiet', '--', `./${file}`], PATTERNS)
    if (ignored.exitCode !== 0) continue
    await ownFolder(clone.folder, path.posix.dirname(file))
    await copyTree(path.join(clone.surroundings, file), to)
    copied.push(file)
  }
  return copied
}

/** What people should know of it, as a sentence. */
export const copiedCaveat = (files: readonly string[]): string =>
  `The build needs what is not under version control, and git ignores: ${files.map(file => `\`${file}\``).join(', ')} ${files.length === 1 ? 'was' : 'were'} copied from your folder for all versions. No commit holds ${files.length === 1 ? 'it' : 'them'}.`
