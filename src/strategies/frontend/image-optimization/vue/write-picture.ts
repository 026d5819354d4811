import type MagicString from 'magic-string'
import { type Source, withBasename, withBasenameAsSpecifier } from '../plan/encoded-picture.js'
import { srcset, type Treatment } from '../plan/treatment.js'
import { MOVED } from './attributes.js'
import { attributeOf } from './elements.js'
import type { Target } from './target.js'
import type { VueElement } from './template.js'

/** Writes what was decided for an image, in the notation of Vue's templates. */
export const writePicture = (
  output: MagicString,
  source: string,
  image: VueElement,
  target: Target,
  treatment: Treatment,
): void => {
  const attributes: string[] = []
  const sets = sourcesOf(target, treatment)
  if (treatment.form === 'srcset') attributes.push(...sets)
  if (treatment.width !== null) attributes.push(`width="${treatment.width}"`)
  if (treatment.height !== null) attributes.push(`height="${treatment.height}"`)
  if (treatment.aspectRatio !== null)
    attributes.push(
      target.kind === 'data'
        ? `:style=${target.quote}{ aspectRatio: pictureRatio(${target.expression}) }${target.quote}`
        : `style="aspect-ratio: ${treatment.aspectRatio}"`,
    )
  const loading = attributeOf(image, 'loading')
  if (treatment.loading !== null && loading)
    output.overwrite(loading.attribute.start, loading.attribute.end, `loading="${treatment.loading}"`)
  else if (treatment.loading !== null) attributes.push(`loading="${treatment.loading}"`)
  if (treatment.highPriority && !image.attributes.some(({ name }) => /fetchpriority$/i.test(name)))
    attributes.push('fetchpriority="high"')
  if (attributes.length > 0) output.appendLeft(image.nameEnd, ` ${attributes.join(' ')}`)
  if (treatment.form === 'srcset') return
  const moved = image.attributes.filter(({ name }) => MOVED.test(name))
  for (const { start, end } of moved) {
    const gap = /\s*$/.exec(source.slice(0, start))![0].length
    output.remove(start - gap, end)
  }
  const directives = moved.map(({ start, end }) => `${source.slice(start, end)} `).join('')
  const ending = image.selfClosing ? ' />' : '>'
  const sources = sets.map(set => `<source ${set}${ending}`).join('')
  // Without spaces between them: not every build leaves those out, and they would be shown.
  output.appendRight(image.start, `<picture ${directives}style="display: contents">${sources}`)
  output.appendLeft(image.end, '</picture>')
}

/** The attributes of each source, or of the image itself where it is the one that has them. */
const sourcesOf = (target: Target, treatment: Treatment): string[] => {
  const sizes = `sizes="${treatment.sizes}"`
  if (target.kind === 'data') {
    const { expression, quote } = target
    return [
      `v-for=${quote}source in pictureSources(${expression})${quote} hidden :key="source.type" v-bind="source" ${sizes}`,
    ]
  }
  return treatment.sources.map(source => {
    const set = `${setOf(target, source)} ${sizes}`
    if (treatment.form === 'srcset') return set
    // `hidden`: browsers give <source> a box of its own, which would be an item of its own in a flex or grid container.
    return `hidden ${source.type === null ? '' : `type="${source.type}" `}${set}`
  })
}

const setOf = (target: Exclude<Target, { kind: 'data' }>, source: Source): string => {
  if (target.kind === 'name') return computed(source, path => inSrcset(target.known.nameFor(path), path))
  const isElsewhere = isDelivered(source)
  if (target.kind === 'require' && !isElsewhere)
    return computed(source, path => `require('${withBasenameAsSpecifier(target.reference, path)}')`)
  const set = srcset(source, path => withBasename(target.reference, path))
  // The compiler would make an import of an address of the site's own that a CDN answers to.
  if (target.kind !== 'template' || isElsewhere)
    return `:srcset="'${set.replace(/[\\']/g, '\\$&').replaceAll('&', '&amp;').replaceAll('"', '&quot;')}'"`
  return `srcset="${set}"`
}

const computed = (source: Source, name: (path: string) => string): string =>
  `:srcset="\`${srcset(source, path => `\${${name(path)}}`)}\`"`

/** A bundler may keep a file's name in its address, and a space would end that in a `srcset`. */
const inSrcset = (name: string, path: string): string => (/\s/.test(path) ? `${name}.replace(/\\s/g, '%20')` : name)

const isDelivered = ({ files }: Source): boolean => files.some(file => file.address !== undefined)

/** Whether the template makes the build import files. */
export const importsFiles = (target: Target, { sources }: Treatment): boolean =>
  (target.kind === 'require' || (target.kind === 'template' && !target.reference.startsWith('/'))) &&
  !sources.some(isDelivered)
