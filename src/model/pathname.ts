/** A path or URL without query and fragment. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '')

/** With its percent escapes decoded; as it is where they are no valid ones. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
