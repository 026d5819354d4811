/** An address as the page means it; null where it is none. */
export const urlOf = (address: string): URL | null => {
  try {
    return new URL(address, location.href)
  } catch {
    return null
  }
}
