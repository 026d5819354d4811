import MagicString from 'magic-string'
import type { Refusal } from '../../../../model/actuator.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'
import type { SourceText } from '../plan/project.js'
import { type Treatment, treat } from '../plan/treatment.js'
import { shownByData } from '../rewrite/data-images.js'
import { describe } from '../rewrite/html.js'
import { type RewrittenCode, type ShownAs, untouched } from '../rewrite/rewritten.js'
import { attributesOf, loadingOf, reasonOfItsOwn } from './attributes.js'
import { readBlocks } from './blocks.js'
import { type ComponentScript, readComponentScript } from './component-script.js'
import type { Refused, VueContext, VueSource } from './context.js'
import { attributeOf, imagesIn, obstacleTo, sketchOf } from './elements.js'
import { isTyped } from './script.js'
import { unreadStyles } from './styles.js'
import { HELPERS, type Target, targetOf } from './target.js'
import type { VueElement } from './template.js'
import { importsFiles, writePicture } from './write-picture.js'

interface Edit extends VueSource {
  readonly output: MagicString
  readonly details: string[]
  readonly refusals: Refusal[]
  readonly used: Set<EncodedPicture>
  readonly shown: ShownAs[]
  readonly passed: Set<EncodedPicture>
  importsFiles: boolean
}

/** Rewrites the `<img>` elements of a component's template. Everything but the tags that change, and imports that are added, stays as it is, character for character. */
export const rewriteVue = ({ path: file, text: source }: SourceText, context: VueContext): RewrittenCode => {
  const nothing = untouched(source)
  if (!/<img\b/.test(source)) return nothing
  const { template, templateLanguage, scripts, refused } = readBlocks(source)
  // One in another language is told as such.
  if (refused !== null && templateLanguage === null)
    return { ...nothing, refusals: [{ subject: file, reason: refused }] }
  if (template === null) return nothing
  let script: ComponentScript | Refused | null = null
  const edit: Edit = {
    source,
    file,
    context,
    output: new MagicString(source),
    typed: isTyped(scripts),
    isFunctional: template.attributes.some(({ name }) => name === 'functional'),
    script: () => {
      script ??= readComponentScript(source, file, scripts, context.resolve)
      return script
    },
    details: [],
    refusals: [],
    used: new Set(),
    shown: [],
    passed: new Set(),
    importsFiles: false,
  }
  for (const image of imagesIn(template)) rewriteImage(image, edit)
  const made = script as ComponentScript | Refused | null
  const added = made !== null && 'write' in made ? made : null
  added?.write(edit.output)
  return {
    text: edit.output.toString(),
    details: edit.details,
    refusals: edit.refusals,
    used: [...edit.used],
    shown: edit.shown,
    usesHelper: added?.usesHelper ?? false,
    passed: [...edit.passed],
    importsPictures: edit.importsFiles || (added?.importsPictures ?? false),
  }
}

const isInPicture = ({ parent }: VueElement): boolean =>
  parent !== null && (parent.tag === 'picture' || isInPicture(parent))

const rewriteImage = (image: VueElement, edit: Edit): void => {
  if (isInPicture(image)) return
  const src = attributeOf(image, 'src')
  if (src === null) return
  const target = targetOf(image, src.attribute, src.bound, edit)
  if (target === null) return
  const written = edit.source.slice(src.attribute.start, src.attribute.end)
  const subject = `${edit.file}: ${written}`
  const found = 'refused' in target ? target : treatImage(image, target, edit)
  if ('refused' in target || 'refused' in found) {
    edit.refusals.push({ subject, reason: 'refused' in found ? found.refused : '' })
    return
  }
  const { treatment } = found
  writePicture(edit.output, edit.source, image, target, treatment)
  edit.importsFiles ||= importsFiles(target, treatment)
  for (const picture of found.passed) edit.passed.add(picture)
  for (const picture of found.pictures) {
    edit.used.add(picture)
    // What data puts there offers its own files, all of them.
    const sources = target.kind === 'data' ? picture.modern : treatment.sources
    edit.shown.push({ picture, form: treatment.form, sources, sizes: treatment.sizes })
  }
  edit.details.push(
    target.kind === 'data'
      ? `${subject}: encodings of ${found.pictures.length} pictures by address${treatment.loading === null ? '' : `; loading=${treatment.loading}`}`
      : describe(edit.file, written, treatment),
  )
}

interface Found {
  readonly treatment: Treatment
  readonly pictures: readonly EncodedPicture[]
  /** Those of them that the helper module has to import. */
  readonly passed: readonly EncodedPicture[]
}

/** What is to be written for the element, or why it is left alone. */
const treatImage = (image: VueElement, target: Target, edit: Edit): Found | Refused => {
  const { context, file, source } = edit
  const own = reasonOfItsOwn(image, target)
  if (own !== null) return { refused: own }
  const sketch = sketchOf(image, file, context.around)
  const facts = {
    sketch,
    attributes: attributesOf(image),
    obstacle: obstacleTo(image, context.around) ?? unreadable(source),
    hasWidth: attributeOf(image, 'width') !== null,
    hasHeight: attributeOf(image, 'height') !== null,
    loading: loadingOf(image),
    hasStyle: attributeOf(image, 'style') !== null,
  }
  if (target.kind !== 'data') {
    const treatment = treat(target.encoded, context.showingsOf(target.encoded, sketch), facts, context)
    return 'refused' in treatment ? treatment : { treatment, pictures: [target.encoded], passed: [] }
  }
  const shown = shownByData(context.data, file, target.expression, sketch)
  if ('refused' in shown) return shown
  const { pictures, passed } = shown
  const treatment = treat(pictures[0]!, shown.showings, facts, context)
  if ('refused' in treatment) return treatment
  if (treatment.form === 'srcset') return { refused: `it cannot be wrapped: ${treatment.note}` }
  const script = edit.script()
  if ('refused' in script) return { refused: `its address is computed, and ${script.refused}` }
  const names = treatment.aspectRatio === null ? ['pictureSources'] : HELPERS
  const unknown = script.askForHelper(names, target.helper)
  if (unknown !== null) return { refused: `its address is computed, and ${unknown.refused}` }
  // Pictures that data puts here differ in size: nothing of one may be written for all, but the helper knows each one's shape.
  return { treatment: { ...treatment, width: null, height: null }, pictures, passed }
}

const unreadable = (source: string): string | null => {
  const language = unreadStyles(source)
  return language === null ? null : `its component’s styles are in ${language}, which is not read`
}
