import type { Refusal } from '../../model/actuator.js'
import type { Observation } from '../../model/observation.js'
import type { PageTarget } from '../../model/target.js'
import type { HtmlSources } from './html-source.js'
import { observedPages } from './observed-pages.js'

/** An HTML file of the project, and the measured pages that are made from it. */
export interface SourceFile {
  readonly file: string
  readonly pages: readonly [PageTarget, ...PageTarget[]]
}

/** Where the measured pages come from, each file once; pages of which that is not known, with the reason. */
export const sourcePages = async (
  sources: HtmlSources,
  observation: Observation,
): Promise<{ readonly files: readonly SourceFile[]; readonly unknown: readonly Refusal[] }> => {
  const found = new Map<string, SourceFile>()
  const unknown: Refusal[] = []
  for (const page of observedPages(observation)) {
    const source = await sources.of(page)
    if (typeof source === 'string') {
      unknown.push({ subject: page.path, reason: source })
      continue
    }
    const known = found.get(source.path)
    found.set(source.path, { file: source.path, pages: known ? [...known.pages, page] : [page] })
  }
  return { files: [...found.values()], unknown }
}
