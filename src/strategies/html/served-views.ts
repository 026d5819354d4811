import type { Observation, PageSurvey } from '../../model/observation.js'
import type { PageTarget } from '../../model/target.js'

/** A path at which an HTML file is served, and every look at what it shows there. */
export interface ServedView {
  readonly path: string
  readonly surveys: readonly PageSurvey[]
}

/** With the looks under profiles that nothing is judged under. */
export const servedViews = ({ pages, otherViews }: Observation, served: readonly PageTarget[]): readonly ServedView[] =>
  served.map(({ id, path }) => ({
    path,
    surveys: [
      ...pages.filter(view => view.page.id === id).map(({ survey }) => survey),
      ...otherViews.filter(survey => survey.page === id),
    ],
  }))
