import { posix } from 'node:path'
import postcss, { type AtRule, type Container, type Root } from 'postcss'
import valueParser from 'postcss-value-parser'
import { isForPrinters, isKeyframes, type Knows, keyframesName, usedSelectors } from '../../html/rule-names.js'
import { servedPath } from '../../html/served-texts.js'
import { compactStyles } from './compact-styles.js'
import type { StyledPage } from './page-sheets.js'

/** What selectors can name: in the page, or in a script that may put it there. */
export interface Vocabulary extends Pick<StyledPage, 'tags' | 'classes' | 'ids' | 'attributes'> {
  readonly words: ReadonlySet<string>
}

const knowing = (names: Vocabulary): Knows => {
  // A name with signs in it (`md:flex`) stands in scripts as several words.
  const isInCode = (name: string): boolean => (name.match(/[\w-]+/g) ?? [name]).every(word => names.words.has(word))
  return (kind, name) => {
    switch (kind) {
      case 'class':
        return names.classes.has(name) || isInCode(name)
      case 'id':
        return names.ids.has(name) || isInCode(name)
      case 'tag':
        return names.tags.has(name.toLowerCase()) || isInCode(name.toLowerCase())
      case 'attribute':
        return names.attributes.has(name.toLowerCase()) || isInCode(name)
    }
  }
}

/** Layers are in the order in which they are first named: one of which nothing is used is named all the same. */
const leaveNamed = (node: AtRule): void => {
  if (node.name !== 'layer' || node.params.trim() === '') node.remove()
  else node.replaceWith(postcss.atRule({ name: 'layer', params: node.params }))
}

const prune = (container: Container, knows: Knows): void => {
  container.each(node => {
    if (node.type === 'comment') node.remove()
    else if (node.type === 'rule') {
      const selectors = usedSelectors(node, knows)
      if (selectors.length === 0) node.remove()
      else {
        if (selectors.length < node.selectors.length) node.selectors = selectors
        prune(node, knows)
      }
    } else if (node.type === 'atrule' && !isKeyframes(node)) {
      if (/^(charset|page)$/.test(node.name) || (node.name === 'media' && isForPrinters(node))) node.remove()
      else if (node.nodes !== undefined && node.name !== 'font-face' && node.name !== 'property') {
        prune(node, knows)
        if (node.nodes.length === 0) leaveNamed(node)
      }
    }
  })
}

/** Animations that nothing kept uses. */
const dropKeyframes = (root: Root): void => {
  const used = new Set<string>()
  root.walkDecls(/^(-\w+-)?animation(-name)?$/, ({ value }) => {
    for (const word of value.match(/[\w-]+/g) ?? []) used.add(word)
  })
  root.walkAtRules(rule => {
    if (isKeyframes(rule) && !used.has(keyframesName(rule))) rule.remove()
  })
}

/** Addresses are relative to the sheet; in a page they are relative to that. */
const rebase = (root: Root, from: string, page: string, css: string): void => {
  const folder = posix.dirname(page.endsWith('/') ? `${page}index.html` : page)
  root.walkDecls(declaration => {
    if (!/url\(/i.test(declaration.value) || declaration.source?.input.css !== css) return
    const value = valueParser(declaration.value)
    value.walk(node => {
      if (node.type !== 'function' || node.value.toLowerCase() !== 'url') return
      const [address] = node.nodes
      if (!address || /^([a-z][\w+.-]*:|\/|#)/i.test(address.value)) return
      address.value = posix.relative(folder, posix.join(posix.dirname(from), address.value))
    })
    declaration.value = value.toString()
  })
}

/** Where a sheet is, and the page that its styles go into; paths on their host. */
export interface Places {
  readonly from: string
  readonly page: string
  /** The text of another sheet, by its path; null where it cannot be read. */
  read(path: string): Promise<string | null>
}

/** So deep sheets may import each other. */
const DEEPEST = 5

/** Puts imported sheets in the place of the rules that import them. Those of other hosts are left for the whole sheet. */
const putImports = async (root: Root, { from, page, read }: Places, depth: number): Promise<string | null> => {
  const imports: AtRule[] = []
  root.walkAtRules('import', rule => {
    imports.push(rule)
  })
  for (const rule of imports) {
    const [first, ...rest] = valueParser(rule.params).nodes
    const address = first?.type === 'function' ? first.nodes[0]?.value : first?.value
    const condition = valueParser.stringify(rest).trim()
    const path = address === undefined ? null : servedPath(from, address)
    if (path === null) {
      rule.remove()
      continue
    }
    if (/^(layer|supports)\b/i.test(condition)) return `imports ${address} on a condition that is not known here`
    const text = depth < DEEPEST ? await read(path) : null
    if (text === null) return `imports ${address}, which cannot be read`
    const imported = await placed(text, { from: path, page, read }, depth + 1)
    if (typeof imported === 'string') return imported
    if (condition === '') rule.replaceWith(imported.nodes)
    else rule.replaceWith(postcss.atRule({ name: 'media', params: condition, nodes: imported.nodes }))
  }
  return null
}

/** A sheet with all that it imports, with addresses as seen from the page; or why it cannot be, as the end of a sentence. */
const placed = async (css: string, places: Places, depth = 0): Promise<Root | string> => {
  let root: Root
  try {
    root = postcss.parse(css)
  } catch {
    return 'is no CSS that can be read'
  }
  const reason = await putImports(root, places, depth)
  // What was imported has its addresses already: they are told apart by the input that they were read from.
  rebase(root, places.from, places.page, css)
  return reason ?? root
}

/**
 * What a page may use of a style sheet and of those that it imports: rules all of whose names are in the page or in its scripts, in their order and with
 * the conditions around them. What is left out comes with the whole sheet later.
 *
 * @returns the text, compacted, or why it cannot be told, as the end of a sentence
 */
export const usedStyles = async (
  css: string,
  names: Vocabulary,
  places: Places,
): Promise<{ readonly text: string } | string> => {
  const root = await placed(css, places)
  if (typeof root === 'string') return root
  try {
    prune(root, knowing(names))
  } catch {
    return 'has a selector that cannot be read'
  }
  dropKeyframes(root)
  // The end of a style element within a text is written by PostCSS so that it is none.
  return { text: compactStyles(root) }
}
