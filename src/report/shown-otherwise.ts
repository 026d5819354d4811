import type { AppliedChange } from '../model/actuator.js'

/** What a page shows otherwise after a change by the user's order, and was therefore not compared, as sentences. */
export const shownOtherwise = (applied: Pick<AppliedChange, 'replaced'> | null): string[] =>
  (applied?.replaced ?? []).map(
    ({ page, url, order }) =>
      `On ${page}, something else is shown in the place of the frame ${url}, as the configuration orders (${order}): what is seen within its box was not compared.`,
  )
