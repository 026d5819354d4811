/** The beginning of a text, and never half a character at its end: two texts that differ stay different in the store, or become one before it. */
export const cutText = (text: string, most: number): string => text.slice(0, most).replace(/\p{Cs}$/u, '')
