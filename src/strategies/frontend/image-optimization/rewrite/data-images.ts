import type { Showing } from '../../../../instruments/images/inventory.js'
import type { ElementSketch } from '../../../markup/selectors.js'
import type { EncodedPicture } from '../plan/encoded-picture.js'

/** Pictures that are shown by a computed `src`. */
export interface DataPictures {
  /** Those that data names, known by the address they are served at. */
  readonly pictures: readonly EncodedPicture[]
  /** Where such a picture is shown by an element like this. */
  showingsOf(sketch: ElementSketch): readonly Showing[]
  /** Imported ones that the element is passed by what its `src` says, with where it shows them. */
  passedTo(file: string, expression: string, sketch: ElementSketch): ShownPictures
  /** Why the helper module cannot import encodings, and so cannot know these; null where it can. */
  readonly importRefusal: string | null
  readonly isEmpty: boolean
}

interface ShownPictures {
  readonly pictures: readonly EncodedPicture[]
  readonly showings: readonly Showing[]
}

/** The pictures that an element shows whose address is computed; `passed`: those that modules import. */
export const shownByData = (
  data: DataPictures,
  file: string,
  expression: string,
  sketch: ElementSketch,
): (ShownPictures & { readonly passed: readonly EncodedPicture[] }) | { readonly refused: string } => {
  const passed = data.passedTo(file, expression, sketch)
  const named = data.showingsOf(sketch)
  if (named.length === 0 && passed.pictures.length === 0)
    return { refused: 'no picture of the project was shown by an element like it' }
  if (named.length === 0 && data.importRefusal !== null) return { refused: data.importRefusal }
  const known = data.importRefusal === null ? passed : { pictures: [], showings: [] }
  return {
    pictures: [...(named.length === 0 ? [] : data.pictures), ...known.pictures],
    passed: known.pictures,
    showings: [...named, ...known.showings],
  }
}
