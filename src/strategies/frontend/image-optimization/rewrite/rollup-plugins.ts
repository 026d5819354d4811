import path from 'node:path'
import MagicString from 'magic-string'
import { keyOf, propertyAtEnd } from '../../../build-config/literals.js'
import { parseSource, type SourceFile } from '../../../source/parse.js'
import { anyTakes, ofFurtherTypes, type Pattern, patternSource, withFurtherTypes } from './picture-patterns.js'
import {
  callsIn,
  firstFile,
  hasWholeAddresses,
  limitOf,
  listOf,
  ownerOf,
  type PluginCall,
  putsIntoCode,
  takes,
} from './rollup-plugin-calls.js'
import type { RuleOutcome } from './webpack-rules.js'

/** What a configuration of Rollup does with pictures. */
export interface RollupPictures {
  readonly outcome: RuleOutcome | { readonly kind: 'refused'; readonly reason: string }
  /** Why it may import WebP in place of a picture and nothing beside one: that would be put into the code as well. Null where it may. */
  readonly oneForOne: string | null
  /** Bytes from which on an imported picture stays a file, of the types that are imported now and of those that are added. */
  readonly limits: { readonly own: number; readonly added: number }
  /** Whether what `new URL(…, import.meta.url)` names becomes a file, of whatever type. */
  readonly takesAddresses: boolean
}

/** Of a file that says nothing of pictures. */
export const NOTHING_OF_ROLLUP: RollupPictures = {
  outcome: { kind: 'silent' },
  oneForOne: null,
  limits: { own: 0, added: 0 },
  takesAddresses: false,
}

const ADDED = ['avif', 'webp']

/** Names that encodings of a picture are given, by their endings. */
const namesOf = (picture: string, ending: string): readonly string[] => {
  const stem = picture.slice(0, -path.posix.extname(picture).length)
  return [`${stem}-480.${ending}`, `${stem}.${ending}`]
}

/** How a call is made to take the types that are added, or why it cannot be. */
type Extension =
  | { readonly rule: string; readonly added: number; edit(output: MagicString): void }
  | { readonly refused: string }

/** The same plugin once more, for what is added alone: it becomes files, of whatever size. */
const asAnother = ({ call, callee, options }: PluginCall, include: readonly Pattern[], file: SourceFile): Extension => {
  const { text, style } = file
  const kept = (options?.properties ?? [])
    .filter(property => !['include', 'limit'].includes(keyOf(property)))
    .map(property => text.slice(property.start!, property.end!))
  const list = include.map(pattern => patternSource(pattern, style.quote))
  const made = `${callee}({ ${[`include: [${list.join(', ')}]`, 'limit: 0', ...kept].join(', ')} })`
  const { start, end } = call.node
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, start!))?.[1]
  return {
    rule: `besides: ${made}`,
    added: 0,
    edit: output =>
      void output.appendLeft(end!, indent === undefined ? `, ${made}` : `,${style.newline}${indent}${made}`),
  }
}

const asWider = (call: PluginCall, patterns: readonly Pattern[], file: SourceFile): Extension => {
  const { text, style } = file
  const list = `[${patterns.map(pattern => patternSource(pattern, style.quote)).join(', ')}]`
  const node = listOf(call, 'include')?.node ?? null
  const written =
    patterns.length === 1 && node?.type !== 'ArrayExpression' ? patternSource(patterns[0]!, style.quote) : list
  return {
    rule: `${node === null ? `what ${call.callee}() takes by itself` : text.slice(node.start!, node.end!)} to ${written}`,
    added: firstFile(call),
    edit(output) {
      if (node !== null) return void output.overwrite(node.start!, node.end!, written)
      if (call.options) {
        const place = propertyAtEnd(text, call.options, `include: ${written}`)
        return void output.appendLeft(place.at, place.text)
      }
      output.overwrite(call.call.node.start!, call.call.node.end!, `${call.callee}({ include: ${written} })`)
    },
  }
}

/** @param pictures that come to this call, by their paths */
const extend = (
  call: PluginCall,
  pictures: readonly string[],
  endings: readonly string[],
  file: SourceFile,
): Extension => {
  const before = listOf(call, 'include')?.patterns ?? []
  const excluded = listOf(call, 'exclude')?.patterns ?? []
  const names = pictures.flatMap(picture => endings.flatMap(ending => namesOf(picture, ending)))
  const isWhole = (list: readonly Pattern[]): boolean =>
    names.every(name => anyTakes(list, name) === true && anyTakes(excluded, name) === false)
  const isElement = call.call.parentPath.isArrayExpression()
  if (isElement && endings.length === ADDED.length && limitOf(call) > 0 && hasWholeAddresses(call)) {
    const alone = pictures.flatMap(picture => ofFurtherTypes(before, picture, endings) ?? [])
    const distinct = alone.filter((one, index) => alone.findIndex(other => other.text === one.text) === index)
    if (isWhole(distinct)) return asAnother(call, distinct, file)
  }
  let list = before
  for (const picture of pictures) {
    if (endings.every(ending => namesOf(picture, ending).every(name => anyTakes(list, name) === true))) continue
    list = withFurtherTypes(list, picture, endings) ?? list
  }
  return isWhole(list)
    ? asWider(call, list, file)
    : { refused: `the list of files that ${call.callee}() takes says more of them than their type` }
}

/** Whether a configuration's plugins are known to take all of these files. */
const isTaken = (name: string, text: string, files: readonly string[]): boolean => {
  const file = parseSource(name, text)
  const calls = file === null ? [] : callsIn(file)
  return files.every(one => {
    const owner = ownerOf(calls, one)
    return owner !== undefined && takes(owner, one) === true
  })
}

/** Pictures by the calls that they come to; and why those that are left out are. */
const divide = (
  calls: readonly PluginCall[],
  pictures: readonly string[],
  name: string,
): { readonly owned: ReadonlyMap<PluginCall, readonly string[]>; readonly reason: string | undefined } => {
  const owned = new Map<PluginCall, string[]>()
  let reason: string | undefined
  for (const picture of pictures) {
    const owner = ownerOf(calls, picture)
    if (owner === undefined) continue
    if (takes(owner, picture) === null) reason = notWritten(owner, name)
    else owned.set(owner, [...(owned.get(owner) ?? []), picture])
  }
  return { owned, reason }
}

const notWritten = ({ callee }: PluginCall, name: string): string =>
  `what ${callee}() takes is not written out in ${name}`

/** What has to be done for a call, so that the names of what is added come to it, or to another that makes files; null for nothing. */
const extensionOf = (
  call: PluginCall,
  pictures: readonly string[],
  calls: readonly PluginCall[],
  file: SourceFile,
): Extension | { readonly rule: null; readonly added: number } => {
  const isInCode = putsIntoCode(call)
  const missing = new Set<string>()
  let added = 0
  for (const picture of pictures)
    for (const ending of ADDED) {
      // Of what stands in the code, WebP takes the place, and may as well stand there.
      if (isInCode && ending === 'avif' && namesOf(picture, 'webp').every(name => ownerOf(calls, name) === call))
        continue
      for (const name of namesOf(picture, ending)) {
        const owner = ownerOf(calls, name)
        if (owner !== undefined && takes(owner, name) === null) return { refused: notWritten(owner, file.path) }
        // A plugin that comes later gets nothing of what this one takes.
        const isLater = owner !== undefined && calls.indexOf(owner) > calls.indexOf(call)
        if (owner === undefined || (putsIntoCode(owner) && !isInCode && isLater)) missing.add(ending)
        else if (!isInCode && putsIntoCode(owner))
          return { refused: `${owner.callee}() in ${file.path} would put .${ending} into the code` }
        else if (!isInCode) added = Math.max(added, firstFile(owner))
      }
    }
  const endings = ADDED.filter(ending => missing.has(ending) && (call.plugin.endings?.includes(`.${ending}`) ?? true))
  if (endings.length === 0) return { rule: null, added }
  const made = extend(call, pictures, endings, file)
  return 'refused' in made ? made : { ...made, added: isInCode ? added : Math.max(added, made.added) }
}

/**
 * Has the plugins that make files of imported pictures take AVIF and WebP too, where what they take is written out in the configuration itself.
 * @param pictures that are imported, by their paths
 */
export const extendRollupPlugins = (
  { path: name, text }: { readonly path: string; readonly text: string },
  pictures: readonly string[],
): RollupPictures => {
  const file = parseSource(name, text)
  if (file === null) return NOTHING_OF_ROLLUP
  const calls = callsIn(file)
  const nothing = { ...NOTHING_OF_ROLLUP, takesAddresses: calls.some(({ plugin }) => plugin.makes === 'addresses') }
  const refused = (reason: string): RollupPictures => ({ ...nothing, outcome: { kind: 'refused', reason } })
  const { owned, reason } = divide(calls, pictures, name)
  if (owned.size === 0) return reason === undefined ? nothing : refused(reason)
  const inCode = [...owned].filter(([call]) => putsIntoCode(call))
  // Where some pictures are files, what is added becomes files too.
  const makers = [...owned].filter(([call]) => !putsIntoCode(call))
  const output = new MagicString(text)
  const rules: string[] = []
  let added = 0
  for (const [call, taken] of makers.length > 0 ? makers : inCode) {
    const extension = extensionOf(call, taken, calls, file)
    if ('refused' in extension) return refused(extension.refused)
    added = Math.max(added, extension.added)
    if (extension.rule === null) continue
    extension.edit(output)
    rules.push(extension.rule)
  }
  const lost = inCode
    .flatMap(([, taken]) => taken)
    .find(picture => !isTaken(name, output.toString(), namesOf(picture, 'webp')))
  if (lost !== undefined) return refused(`no plugin in ${name} would take ${lost} in WebP`)
  const [first] = makers.length > 0 ? [] : inCode
  return {
    ...nothing,
    outcome: rules.length > 0 ? { kind: 'extended', text: output.toString(), rules } : { kind: 'accepts' },
    oneForOne:
      first === undefined
        ? null
        : `${first[0].callee}() in ${name} puts imported pictures into the code, where each further size would weigh as well`,
    limits: { own: Math.max(0, ...makers.map(([call]) => firstFile(call))), added },
  }
}
