import { type KeptContext, rewriteKept } from '../rewrite/kept-pictures.js'
import { isUnseenPage, shownOnPage } from './attribution.js'
import type { PipelineContext, WorkPicture } from './encode-pictures.js'
import type { EncodedPicture } from './encoded-picture.js'
import { pageForbidsInlineStyles } from './inline-styles.js'
import type { Project } from './project.js'
import { makeResolver } from './resolve.js'
import { inlineStylesWork, type Rewriting } from './rewrite-project.js'
import type { Settings } from './settings.js'

/** Goes on from a rewriting of which something came: images of its pages whose pictures stay as they are keep their places too. */
export const holdKept = (
  rewriting: Rewriting,
  project: Project,
  works: readonly WorkPicture[],
  files: readonly EncodedPicture['file'][],
  settings: Settings,
  context: PipelineContext,
): void => {
  if (rewriting.used.size === 0) return
  const byPath = new Map(works.map(work => [work.file.path, work]))
  const find = makeResolver(files.map(file => ({ file })))
  const keptAt: KeptContext['keptAt'] = (address, file) => {
    const work = byPath.get(find(address, file)?.file.path ?? '')
    if (work === undefined) return null
    return { picture: work.picture, showings: shownOnPage(work.file.showings, file, context.target) }
  }
  const inlineStyles = inlineStylesWork(project, context)
  for (const page of project.pages.filter(one => !isUnseenPage(one, context))) {
    const text = rewriting.texts.get(page.path) ?? page.text
    const made = rewriteKept(text, page.path, {
      configuration: context.configuration,
      settings,
      styles: project.styles,
      writers: project.writers,
      inlineStyles: inlineStyles && !pageForbidsInlineStyles(page.text),
      keptAt,
    })
    if (made.details.length === 0) continue
    rewriting.texts.set(page.path, made.text)
    rewriting.details.push(...made.details)
  }
}
