import type { ReadableWorkspace } from '../../model/change.js'
import { readSheet } from '../fonts/font-faces.js'
import type { StyleText } from '../fonts/style-texts.js'
import { stylesOfComponent } from '../source/vue.js'

const READ = /^(css|postcss|scss|less)$/

/** The style blocks of Vue's components. That they are scoped changes selectors alone: lists of families and `@font-face` are what they are elsewhere. */
export const componentStyles = async (workspace: ReadableWorkspace): Promise<readonly StyleText[]> => {
  const styles: StyleText[] = []
  for (const path of await workspace.list(['**/*.vue'])) {
    const text = await workspace.readText(path)
    for (const block of stylesOfComponent(text)) {
      const root = READ.test(block.language) ? readSheet(block.text, `${path}.${block.language}`) : null
      if (root !== null) styles.push({ path, text, start: block.start, root })
    }
  }
  return styles
}
