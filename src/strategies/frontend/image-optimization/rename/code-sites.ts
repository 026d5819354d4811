import path from 'node:path'
import type { NodePath } from '@babel/traverse'
import type * as t from '@babel/types'
import { dataAddress } from '../plan/data-pictures.js'
import type { WorkPicture } from '../plan/encode-pictures.js'
import type { Resolve } from '../plan/resolve.js'
import { type Course, courseIn, type Start } from './course.js'
import { onlyShown } from './only-shown.js'
import type { Module, Program } from './program.js'
import type { Site } from './site.js'
import { shownInText } from './text-contexts.js'

/** Queries that ask for the file's address, whatever it is. */
const PLAIN_QUERY = /^[^?#]*(?:\?(?:url|inline|no-inline|v=[\w.]+))?$/

/** What tools read: they may want a picture for something else, in the format that it has. */
export const OF_TOOLS =
  /\.config\.[cm]?[jt]s$|(?:^|\/)(?:webpack|gulpfile|gruntfile|gatsby|service-?worker|sw)[^/]*\.[cm]?[jt]s$/i

/** Where modules, components and scripts name these pictures, and what else than showing them may be done with the name there. */
export const codeSites = (program: Program, works: readonly WorkPicture[], resolve: Resolve<WorkPicture>): Site[] => {
  const course = courseIn(program)
  const names = works.map(({ file }) => path.posix.basename(file.path))
  return program.paths.flatMap(file => {
    const module = OF_TOOLS.test(file) ? null : program.module(file)
    if (module === null || !names.some(name => module.text.includes(name) || module.text.includes(encodeURI(name))))
      return []
    return sitesIn(module, resolve, course)
  })
}

const sitesIn = (module: Module, resolve: Resolve<WorkPicture>, course: Course): Site[] => {
  const sites: Site[] = []
  /** Those in the template of a component: their places are looked for in its text. */
  const inTemplate: Site[] = []
  const add = (site: Omit<Site, 'file' | 'natural'>): void => {
    const made = { ...site, file: module.path, natural: false }
    if (site.start < module.text.length) sites.push(made)
    else inTemplate.push(made)
  }
  const literal = (found: NodePath<t.StringLiteral | t.TemplateLiteral>, value: string): void => {
    const { start, end } = found.node
    const work = resolve(value, module.path)
    const place = { start: start! + 1, end: end! - 1, reference: value }
    if (work !== null) {
      const start = startOf(found, module)
      if (start === null) {
        if (dataAddress(work.file) === null) return
        add({
          ...place,
          work,
          kind: 'address',
          refused: onlyShown(course, { kind: 'expression', module, path: found }),
        })
      } else
        add({
          ...place,
          work,
          kind: 'module',
          ...(found.parentPath?.isNewExpression() ? { byAddress: true } : {}),
          refused:
            'refused' in start
              ? start.refused
              : !PLAIN_QUERY.test(value)
                ? 'its import asks a tool for more than the file'
                : onlyShown(course, start),
        })
      return
    }
    if (isOfHelper(found)) return
    for (const { reference, at } of shownInText(value)) {
      const shown = resolve(reference, module.path)
      if (shown !== null && dataAddress(shown.file) !== null)
        add({
          start: place.start + at,
          end: place.start + at + reference.length,
          reference,
          work: shown,
          kind: 'address',
          refused: null,
        })
    }
  }
  module.program.traverse({
    StringLiteral(found) {
      if (writtenAs(found.node) !== found.node.value) return
      literal(found, found.node.value)
    },
    TemplateLiteral(found) {
      const { quasis, expressions } = found.node
      if (expressions.length === 0) return literal(found, quasis[0]!.value.raw)
      if (isOfHelper(found)) return
      for (const { start, value } of quasis)
        for (const { reference, at } of shownInText(value.raw)) {
          const work = resolve(reference, module.path)
          if (work !== null && dataAddress(work.file) !== null)
            add({
              start: start! + at,
              end: start! + at + reference.length,
              reference,
              work,
              kind: 'address',
              refused: null,
            })
        }
    },
  })
  return [...sites, ...placesInTemplate(inTemplate, module)]
}

/** Without its quotes; an attribute of JSX has no `extra`. */
const writtenAs = ({ value, extra }: t.StringLiteral): string => {
  const raw = extra?.raw
  return typeof raw === 'string' ? raw.slice(1, -1) : value
}

/** Where the value of an import begins its way; null where the text is no import. */
export const startOf = (found: NodePath<t.Node>, module: Module): Start | { readonly refused: string } | null => {
  const parent = found.parentPath
  if (parent?.isImportDeclaration()) {
    const { specifiers } = parent.node
    const [specifier] = specifiers
    if (specifiers.length !== 1 || specifier?.type !== 'ImportDefaultSpecifier')
      return { refused: 'more than its address is imported' }
    const binding = found.scope.getBinding(specifier.local.name)
    return binding === undefined
      ? { refused: 'its import is not understood' }
      : { kind: 'carrier', module, carrier: { kind: 'binding', binding, shape: '' } }
  }
  if (parent?.isExportNamedDeclaration()) {
    const [specifier] = parent.node.specifiers
    if (parent.node.specifiers.length !== 1 || specifier?.type !== 'ExportSpecifier')
      return { refused: 'more than its address is exported' }
    const name = specifier.exported.type === 'Identifier' ? specifier.exported.name : specifier.exported.value
    return { kind: 'carrier', module, carrier: { kind: 'export', module: module.path, name, shape: '' } }
  }
  if (parent?.isExportAllDeclaration()) return { refused: 'more than its address is exported' }
  if (parent?.isCallExpression() && found.key === 0) {
    const { callee } = parent.node
    if (callee.type === 'Identifier' && callee.name === 'require') return { kind: 'expression', module, path: parent }
    if (callee.type === 'Import') return { refused: 'it is imported later' }
  }
  if (parent?.isNewExpression() && found.key === 0) {
    const { callee, arguments: given } = parent.node
    if (callee.type === 'Identifier' && callee.name === 'URL' && given[1]?.type === 'MemberExpression')
      return { kind: 'expression', module, path: parent }
  }
  return null
}

/** What is written here before: the old address stands beside the new ones, for browsers that want it. */
const isOfHelper = (found: NodePath<t.Node>): boolean =>
  found.findParent(
    p => p.isCallExpression() && p.node.callee.type === 'Identifier' && p.node.callee.name === 'supportedBackground',
  ) !== null

/** The same texts in the template, each with its quotes; where one of several may not change, none does. */
const placesInTemplate = (found: readonly Site[], { text }: Module): Site[] => {
  const template = text.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, whole => ' '.repeat(whole.length))
  return [...new Map(found.map(site => [site.reference, site])).values()].flatMap(site => {
    const refused = found.find(f => f.reference === site.reference && f.refused !== null)?.refused ?? null
    const quoted = [`'${site.reference}'`, `"${site.reference}"`, `\`${site.reference}\``]
    return quoted.flatMap(wanted => {
      const places: Site[] = []
      for (let at = template.indexOf(wanted); at >= 0; at = template.indexOf(wanted, at + 1))
        // A literal attribute is no expression.
        if (!/[\w-]\s*=\s*$/.test(template.slice(0, at)))
          places.push({ ...site, start: at + 1, end: at + 1 + site.reference.length, refused })
      return places
    })
  })
}
