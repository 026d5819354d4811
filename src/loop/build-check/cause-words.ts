import { formatBytes } from '../../report/format.js'
import type { CauseDraft } from './module-causes.js'

/** So many names are told of a kind. */
const MOST = 3

export const listed = (names: readonly string[], most = MOST): string => {
  const shown = names.slice(0, most)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** A module as people speak of it: its path, or the package that it belongs to. */
export function moduleName(path: string): string {
  const inner = path.split('node_modules/').at(-1)!
  if (inner === path) return path
  const [scope = '', name = ''] = inner.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

const unique = (names: readonly string[]): string[] => [...new Set(names)]

const placeOf = ({ where, entries }: CauseDraft): string =>
  where === 'later'
    ? 'what is loaded later'
    : where === 'files'
      ? 'the output'
      : entries.length > 1
        ? `the first load of ${listed(entries)}`
        : 'the first load'

const imported = ({ importedBy, wasDynamic, through }: CauseDraft): string => {
  const names = unique(importedBy.map(moduleName))
  if (names.length === 0) return ''
  if (wasDynamic && through === null) return `: ${listed(names)} imports it statically, and did by import() before`
  return `: imported by ${listed(names)}`
}

const chain = ({ through, wasDynamic }: CauseDraft): string => {
  if (through === null) return ''
  const how = wasDynamic ? 'statically now, by import() before' : 'now'
  return `; ${moduleName(through.importer)} imports ${moduleName(through.module)} ${how}`
}

/** What came along and weighs next to nothing beside it is not told. */
const WORTH_TELLING = 0.02

function company({ brings, bytes: all }: CauseDraft): string {
  const told = brings.filter(({ bytes }) => bytes >= all * WORTH_TELLING)
  return told.length === 0 ? '' : `; with ${listed(told.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`))}`
}

const versioned = (name: string, versions: readonly string[]): string =>
  versions.length === 0 ? name : `${name} ${versions.join(' and ')}`

/** A cause as a sentence. */
export function causeMessage(draft: CauseDraft): string {
  const { kind, subject, bytes, size, versions } = draft
  const place = placeOf(draft)
  const name = draft.isPackage ? versioned(subject, versions.after) : subject
  const weight = formatBytes(size)
  const change = `${bytes > 0 ? '+' : ''}${formatBytes(bytes)}`
  const led = `${imported(draft)}${chain(draft)}${company(draft)}`
  switch (kind) {
    case 'new-package':
    case 'new-module':
    case 'new-file':
      return `${name} (${weight}) is new in ${place}${led}`
    case 'second-copy':
      return `${name} (${weight}) is in ${place} beside ${versioned(subject, versions.before)}: another copy of one package${led.replace(/^: /, ', ')}`
    case 'moved-to-first-load':
      return `${name} (${weight}) came into ${place}, and was loaded later before${led}`
    case 'larger-package':
      return `${subject} ${listed(versions.before) || '?'} → ${listed(versions.after) || '?'}: ${change} in ${place}`
    case 'more-of-package':
      return `more of ${name} is in ${place} (${change}, ${weight} in all)${led}`
    case 'larger-module':
    case 'larger-file':
      return `${name} grew by ${formatBytes(bytes)} to ${weight} in ${place}`
    case 'smaller':
      return `${name}: ${change} in ${place}`
    case 'gone':
      return draft.isElsewhere
        ? `${subject} left ${place} (${change}) and is loaded elsewhere now`
        : `${subject} is gone from ${place} (${change})`
    case 'rest':
      return subject
  }
}
