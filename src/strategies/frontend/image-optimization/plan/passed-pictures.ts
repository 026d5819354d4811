import type { Showing } from '../../../../instruments/images/inventory.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import { programOf, resolverOf } from '../rename/find-sites.js'
import { imageKey, reachedImages } from '../rename/reached-images.js'
import { imagesWithValues } from '../rewrite/jsx-module.js'
import { imagesWithValues as imagesWithValuesIn } from '../vue/images.js'
import { divideShowings } from './attribution.js'
import { dataAddress } from './data-pictures.js'
import type { WorkPicture } from './encode-pictures.js'
import type { Project } from './project.js'
import { surroundingsOf } from './surroundings.js'

/** Imported pictures that `<img>` elements are passed: by lists of data, by props of components. */
export interface PassedPictures {
  /** Those that an element shows, with where it was seen to. */
  at(file: string, expression: string, sketch: ElementSketch): ReadonlyMap<WorkPicture, readonly Showing[]>
  /** Where such elements show other pictures in its place: it may be shown there in another state of the page, and as large. */
  othersAt(work: WorkPicture): readonly Showing[]
  readonly isEmpty: boolean
}

export const NOTHING_PASSED: PassedPictures = { at: () => new Map(), othersAt: () => [], isEmpty: true }

export const passedPictures = (
  project: Project,
  works: readonly WorkPicture[],
  all: readonly WorkPicture['file'][],
): PassedPictures => {
  // One that is served as it lies has the same address wherever it is named.
  const built = works.filter(({ file }) => dataAddress(file) === null)
  const reached = reachedImages(
    programOf(project, source => source),
    built,
    resolverOf(built, all),
  )
  const images = [
    ...project.modules.flatMap(m => imagesWithValues(m.text, m.path).map(image => ({ ...image, file: m.path }))),
    ...project.components.flatMap(c =>
      imagesWithValuesIn(c, surroundingsOf(project, c)).map(image => ({ ...image, file: c.path })),
    ),
  ].map(({ file, expression, sketch }) => ({ key: imageKey(file, expression), sketch }))
  const divided = new Map(
    built.map(work => {
      const own = images.filter(({ key }) => reached.get(key)?.has(work))
      return [
        work,
        divideShowings(
          work.file.showings,
          own.map(({ sketch }) => sketch),
        ),
      ]
    }),
  )
  const shownAt = (key: string, sketch: ElementSketch): ReadonlyMap<WorkPicture, readonly Showing[]> =>
    new Map(
      [...(reached.get(key) ?? [])]
        .map(work => [work, divided.get(work)!(sketch)] as const)
        .filter(([, showings]) => showings.length > 0),
    )
  return {
    at: (file, expression, sketch) => shownAt(imageKey(file, expression), sketch),
    othersAt: work =>
      images
        .filter(({ key }) => reached.get(key)?.has(work))
        .flatMap(({ key, sketch }) =>
          [...shownAt(key, sketch)].flatMap(([other, showings]) => (other === work ? [] : showings)),
        ),
    isEmpty: reached.size === 0,
  }
}
