import { edit } from '../edit-site.js'
import type { Case } from '../site.js'
import { article } from '../sites/article.js'

const LUMINANCE = `colour => {
  const [red, green, blue] = colour.match(/\\d+/g).map(Number)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}`

export const darkTextOnDark: Case = {
  id: 'dark-text-on-dark',
  kind: 'breakage',
  symptom: 'In the dark scheme the text is dark on dark.',
  pages: ['/'],
  base: article,
  candidate: edit(article, '/article.css', '    --ink: #e3eae5;\n', ''),
  conditions: { scheme: 'dark' },
  shows: async visit => {
    await visit.open()
    const { color, backgroundColor } = await visit.see<{ color: number; backgroundColor: number }>(`(() => {
    const luminance = ${LUMINANCE}
    const { color, backgroundColor } = getComputedStyle(document.body)
    return { color: luminance(color), backgroundColor: luminance(backgroundColor) }
  })()`)
    return Math.abs(color - backgroundColor) < 60
  },
}
