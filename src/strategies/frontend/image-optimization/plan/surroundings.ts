import type { SourceText } from '../../../markup/source-text.js'
import type { VueSurroundings } from '../vue/elements.js'
import type { Project } from './project.js'

/** What is known of the project around a component. */
export const surroundingsOf = (project: Project, from: SourceText): VueSurroundings => ({
  routerLinks: project.routerLinks,
  showsAsGiven: name => project.vueShowsAsGiven(name, from),
})
