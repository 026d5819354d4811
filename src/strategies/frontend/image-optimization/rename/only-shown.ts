import type { Course, Start } from './course.js'

/** Why an address may be used for more than showing the picture; null where all that is done with it, as far as it goes, is to show it. */
export const onlyShown = (course: Course, start: Start): string | null => {
  for (const end of course(start)) if (end.kind === 'refused') return end.reason
  return null
}
