import path from 'node:path'
import type { WorkPicture } from './encode-pictures.js'
import type { Project } from './project.js'

/** What of a page may say which pictures are backgrounds. */
const STYLE = /<style\b[^>]*>[\s\S]*?<\/style>|\sstyle\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*)/gi
const IMAGE = /<img\b[^>]*>/g

/**
 * Whether a picture is seen as a background that nothing in the sources names: a script then takes its address from an element (`<img src>`, mostly), and would go on
 * asking for that address whatever else was offered beside it.
 */
export const paintedByScript = ({
  sheets,
  modules,
  components,
  pages,
}: Pick<Project, 'sheets' | 'modules' | 'components' | 'pages'>): ((work: Pick<WorkPicture, 'file'>) => boolean) => {
  const texts = [
    ...[...sheets, ...modules].map(({ text }) => text),
    ...components.map(({ text }) => text.replace(IMAGE, '')),
  ]
  const styles = pages.flatMap(({ text }) => text.match(STYLE) ?? [])
  return ({ file }) => {
    const name = path.posix.basename(file.path)
    return (
      file.showings.some(({ image }) => image.via === 'css-background') &&
      ![...texts, ...styles].some(text => text.includes(name))
    )
  }
}
