import type * as t from '@babel/types'
import { valuesIn } from '../../../build-config/configuration-object.js'
import { literalOf } from '../../../build-config/literals.js'
import { asProperties, type Edit, namedFile, withoutProperty, writtenProperties } from './option-edit.js'

/** Options of an output that mean the same for ES modules, or nothing. Any other may be meant for the one file. */
const HARMLESS =
  /^(file|dir|format|name|sourcemap|sourcemapExcludeSources|sourcemapPathTransform|sourcemapIgnoreList|inlineDynamicImports|strict|exports|esModule|interop|freeze|indent|compact|generatedCode|plugins|entryFileNames|chunkFileNames|assetFileNames|externalLiveBindings|minifyInternalExports|hoistTransitiveImports|validate|sanitizeFileName|noConflict)$/

/** Formats for a script tag. */
const FOR_PAGES = /^(iife|umd|es|esm|module)$/

const outputOf = (path: string, source: string): t.ObjectExpression | string => {
  const outputs = valuesIn(path, source, 'output')
    .filter(({ within }) => within === '')
    .flatMap(({ value }): (t.Node | null)[] => (value.type === 'ArrayExpression' ? value.elements : [value]))
  const [output] = outputs
  if (outputs.length > 1) return `${path} has ${outputs.length} outputs`
  return output?.type === 'ObjectExpression' ? output : `${path} does not write out its output as an object`
}

/**
 * Turns the output of a configuration of Rollup into ES modules in a folder. The entry keeps its name, chunks are named by Rollup's default: with a hash.
 *
 * @param base name of the file that Rollup wrote
 * @returns the edits, or why there are none
 */
export const rollupModules = (path: string, source: string, base: string): readonly Edit[] | string => {
  const output = outputOf(path, source)
  if (typeof output === 'string') return output
  const options = writtenProperties(output)
  if (options === null) return `${path} spreads or computes options of its output`
  const [strange] = [...options.keys()].filter(name => !HARMLESS.test(name))
  if (strange !== undefined) return `${path} sets ${strange} for its output, which may be meant for the one file`
  for (const name of ['manualChunks', 'preserveModules']) {
    if (valuesIn(path, source, name).some(({ within }) => within === '')) return `${path} sets ${name}`
  }
  const format = options.get('format')
  const said = literalOf(format?.value)
  if (format !== undefined && (typeof said !== 'string' || !FOR_PAGES.test(said)))
    return `${path} sets a format that is none for pages, or computes it`
  const edits: Edit[] = []
  const quote = format ? (source[format.value.start!] ?? "'") : "'"
  const file = options.get('file')
  if (file) {
    const named = namedFile(file.value, source)
    if (named === null || named.base !== base) return `${path} does not write out the name of ${base}`
    edits.push(asProperties(file, source, [`dir: ${named.folder}`, `entryFileNames: ${quote}${base}${quote}`]))
    for (const name of ['dir', 'entryFileNames']) if (options.has(name)) return `${path} sets file and ${name}`
  } else if (!options.has('dir')) return `${path} names neither the file nor the folder of its output`
  if (format && !/^(es|esm|module)$/.test(String(said)))
    edits.push({ start: format.value.start!, end: format.value.end!, text: `${quote}es${quote}` })
  // A name is that of a global, which ES modules make none of.
  for (const name of ['inlineDynamicImports', 'name']) {
    const property = options.get(name)
    if (property) edits.push(withoutProperty(output, property))
  }
  for (const { value, within } of valuesIn(path, source, 'inlineDynamicImports')) {
    if (within === '') edits.push({ start: value.start!, end: value.end!, text: 'false' })
  }
  return overlap(edits) ? `${path} writes its output too tightly to be edited` : edits
}

const overlap = (edits: readonly Edit[]): boolean => {
  const sorted = edits.toSorted((a, b) => a.start - b.start)
  return sorted.some((one, index) => index > 0 && one.start < sorted[index - 1]!.end)
}

/** Options of Rollup's command that leave the configuration's output as it is; those that a value of their own follows. */
const WITHOUT_SAY =
  /^(--bundleConfigAsCjs|--silent|--failAfterWarnings|--forceExit|--perf|--strictDeprecations|--no-stdin|--sourcemap|-m|--no-treeshake)$/
const WITHOUT_SAY_VALUED = /^(--environment|--configPlugin|--logLevel|--filterLogs)(=|$)/

/**
 * The configuration that Rollup's command went by.
 * @param argv the program and its arguments
 * @returns names of files to look for, relative to where it ran, or why it is not known
 */
export const rollupConfigNames = ([program = '', ...args]: readonly string[]): readonly string[] | string => {
  if (!/[\\/](rollup[\\/]dist[\\/]bin|\.bin)[\\/]rollup$/.test(program))
    return 'Rollup is called by a script, and not by its command with a configuration of its own'
  let names: readonly string[] | null = null
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!
    const next = args[index + 1]
    const [, assigned] = /^(?:--config|-c)=(.+)$/.exec(argument) ?? []
    if (assigned !== undefined) names = [assigned]
    else if (argument === '-c' || argument === '--config') {
      const named = next !== undefined && !next.startsWith('-')
      names = named ? [next] : ['rollup.config.mjs', 'rollup.config.cjs', 'rollup.config.js']
      index += named ? 1 : 0
    } else if (WITHOUT_SAY_VALUED.test(argument)) index += argument.includes('=') ? 0 : 1
    else if (!WITHOUT_SAY.test(argument))
      return `Rollup's command is called with ${argument}, which its configuration does not decide`
  }
  return names ?? 'Rollup is called without a configuration'
}
