import { posix } from 'node:path'
import type { Edit } from './option-edit.js'

/** esbuild's command as it stands in a script of `package.json`, up to where another begins. */
const COMMANDS = /(?<![\w./-])(?:\.\/node_modules\/\.bin\/|npx )?esbuild\s(?:[^&|;"\\]|\\.)*/g

const FOR_DEVELOPERS = /\s--(watch|serve|servedir)\b/

/** Where a script calls esbuild for a bundle that pages are served, and not for developers. */
export const bundlingCommands = (packageText: string): readonly RegExpExecArray[] =>
  [...packageText.matchAll(COMMANDS)].filter(
    ([command]) => /\s--bundle\b/.test(command) && !FOR_DEVELOPERS.test(command),
  )

/**
 * Turns esbuild's command in a script of `package.json` into ES modules with splitting. The entry keeps its name, so its style sheet does too.
 *
 * @param args the arguments that it was called with
 * @param base name of the script that it wrote
 * @returns the edits of `package.json`, or why there are none
 */
export const esbuildCommandModules = (
  packageText: string,
  args: readonly string[],
  base: string,
): readonly Edit[] | string => {
  const outfile = args.find(one => one.startsWith('--outfile='))
  const outdir = args.find(one => one.startsWith('--outdir='))
  const out = outfile ?? outdir
  const entries = args.filter(one => !one.startsWith('-'))
  const [entry] = entries
  if (entry === undefined || entries.length > 1 || out === undefined)
    return "esbuild's command has not one entry point and one output"
  const found = bundlingCommands(packageText).filter(([command]) => {
    const words = command.trim().split(/\s+/)
    return words.includes(out) && words.includes(entry)
  })
  const [match] = found
  if (match === undefined) return "esbuild's command is not written out in a script of package.json"
  if (found.length > 1) return `several scripts of package.json write ${base} by esbuild's command`
  const [command] = match
  const edits: Edit[] = []
  const replace = (word: string, text: string): void => {
    const at = match.index + command.search(new RegExp(`(?<=\\s)${escaped(word)}(?=\\s|$)`))
    edits.push({ start: at, end: at + word.length, text })
  }
  const format = args.find(one => one.startsWith('--format='))
  const said = ['--splitting', ...(format === undefined ? ['--format=esm'] : [])]
  if (args.some(one => /^--splitting/.test(one))) return "esbuild's command sets splitting already"
  if (outfile !== undefined) {
    const file = outfile.slice('--outfile='.length)
    const name = base.replace(/\.js$/, '')
    if (posix.basename(file) !== base) return `esbuild's command does not name ${base}`
    if (/[=]/.test(entry)) return "esbuild's command names its entry point already"
    if (posix.basename(entry).replace(/\.[cm]?[jt]sx?$/, '') !== name) replace(entry, `${name}=${entry}`)
    replace(outfile, [`--outdir=${posix.dirname(file)}`, ...said].join(' '))
  } else replace(out, [out, ...said].join(' '))
  if (format !== undefined && format !== '--format=esm') replace(format, '--format=esm')
  const named = args.find(one => one.startsWith('--global-name='))
  if (named !== undefined) {
    const at = match.index + command.indexOf(named)
    edits.push({ start: at - 1, end: at + named.length, text: '' })
  }
  return edits
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
