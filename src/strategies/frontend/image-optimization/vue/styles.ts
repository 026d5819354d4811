import path from 'node:path'
import type { StyleText } from '../../../markup/style-knowledge.js'
import type { SourceText } from '../plan/project.js'
import { hasAttribute, languageOf, readBlocks, type VueBlock } from './blocks.js'

/** Languages of which sheets are read; the others have no braces, or rules of their own. */
const READ = /^(?:css|postcss|pcss|scss|less)?$/

/** The styles that stand in a component's file, in languages that are read. */
export const stylesIn = ({ path: file, text }: SourceText): readonly StyleText[] =>
  readBlocks(text).styles.flatMap(block => {
    const language = languageOf(block)
    if (!READ.test(language)) return []
    return [
      {
        path: `${file}.${/^(?:scss|less)$/.test(language) ? language : 'css'}`,
        text: text.slice(block.contentStart, block.contentEnd),
        component: { file, reach: reachOf(block) },
      },
    ]
  })

const reachOf = (block: VueBlock): 'scoped' | 'module' | 'page' =>
  hasAttribute(block, 'scoped') ? 'scoped' : hasAttribute(block, 'module') ? 'module' : 'page'

/** Sheets that are a component's own though they lie in other files: `<style scoped src="./card.css">`. */
export const ownSheets = (
  components: readonly SourceText[],
): ReadonlyMap<string, NonNullable<StyleText['component']>> =>
  new Map(
    components.flatMap(({ path: file, text }) =>
      readBlocks(text).styles.flatMap(block => {
        const src = block.attributes.find(({ name }) => name === 'src')?.value
        if (!src?.startsWith('.')) return []
        return [[path.posix.join(path.posix.dirname(file), src), { file, reach: reachOf(block) }] as const]
      }),
    ),
  )

/** A language of the component's own styles that is not read, so that nobody knows what they say of its elements; null where there is none. */
export const unreadStyles = (text: string): string | null =>
  readBlocks(text)
    .styles.map(languageOf)
    .find(language => !READ.test(language)) ?? null
