import { openPicture } from './engine.js'

/** Pixels of a picture as browsers show it (its EXIF orientation applied); null where it cannot be read. */
export const sizeOfPicture = async (
  data: Buffer,
): Promise<{ readonly width: number; readonly height: number } | null> => {
  try {
    const { width, height, orientation = 1 } = await openPicture(data).metadata()
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    return null
  }
}
