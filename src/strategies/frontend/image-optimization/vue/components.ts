import path from 'node:path'
import type { SourceText } from '../plan/project.js'
import { readBlocks, type VueBlocks } from './blocks.js'
import { obstacleTo, type VueSurroundings } from './elements.js'
import type { VueElement } from './template.js'

/** Means by which a script takes apart what its component is given. */
const LOOKS_INTO_SLOTS =
  /\buseSlots\b|\$slots\b|\$scopedSlots\b|\bslots\b\s*(?:\.|\?\.|\[)|\bcloneVNode\b|\bas-?child\b|\brender\s*(?:\(|:)|\bcreateElement\b|\bh\s*\(/i
/** Whether there is something in a slot may be asked. */
const ASKS = /v-(?:if|else-if|show)="[^"]*"/g

/** Says of components by name, as a file uses them, whether they show what they are given as it is. */
export const readVueComponents = (
  components: readonly SourceText[],
  routerLinks: boolean,
): ((name: string, fromFile: SourceText) => boolean) => {
  const blocks = new Map(components.map(source => [source.path, readBlocks(source.text)]))
  const known = new Map<string, boolean>()
  const isPlain = (source: SourceText): boolean => {
    const found = known.get(source.path)
    if (found !== undefined) return found
    // One that holds itself is looked at once.
    known.set(source.path, true)
    const plain = showsItsSlots(source, blocks.get(source.path)!, {
      routerLinks,
      showsAsGiven: name => showsAsGiven(name, source),
    })
    known.set(source.path, plain)
    return plain
  }
  const showsAsGiven = (name: string, from: SourceText): boolean => {
    if (isOfPackage(name, from.text)) return false
    const wanted = inPascalCase(name)
    const named = components.filter(({ path: file }) => inPascalCase(nameOf(file)) === wanted)
    return named.length > 0 && named.every(isPlain)
  }
  return showsAsGiven
}

/** `CardFrame` of `card-frame.vue` and of `card-frame/index.vue`. */
const nameOf = (file: string): string => {
  const { name, dir } = path.posix.parse(file)
  return name === 'index' ? path.posix.basename(dir) : name
}

const inPascalCase = (name: string): string =>
  name.replace(/(?:^|[-.])(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Imported under that name from somewhere else than the project. */
const isOfPackage = (name: string, text: string): boolean => {
  const local = inPascalCase(name)
  const specifier = new RegExp(
    String.raw`\bimport\b[^;'"]*(?<![\w$])${local}(?![\w$])[^;'"]*\bfrom\s*['"]([^'"]+)['"]`,
  ).exec(text)?.[1]
  return specifier !== undefined && !/^(?:[.~#/]|@\/)/.test(specifier)
}

const showsItsSlots = ({ text }: SourceText, { template, scripts }: VueBlocks, around: VueSurroundings): boolean => {
  if (template === null) return false
  const code = scripts.map(({ contentStart, contentEnd }) => text.slice(contentStart, contentEnd)).join('\n')
  const markup = text.slice(template.start, template.end).replace(ASKS, '')
  if (LOOKS_INTO_SLOTS.test(code) || /\$slots\b|\$scopedSlots\b/.test(markup)) return false
  return slotsIn(template).every(slot => isRoot(slot) || obstacleTo(slot, around) === null)
}

/** What stands in a slot at the root stands where the component stands. */
const isRoot = (slot: VueElement): boolean => slot.parent?.parent === null

const slotsIn = (element: VueElement): readonly VueElement[] => [
  ...(element.tag === 'slot' ? [element] : []),
  ...element.children.flatMap(child => (child.kind === 'element' ? slotsIn(child) : [])),
]
