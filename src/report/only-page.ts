import type { PageTarget } from '../model/target.js'

/** What stands for all pages together: `*`, or the page where there is only one. */
export const wholeOf = (pages: readonly Pick<PageTarget, 'id'>[]): string => (pages.length === 1 ? pages[0]!.id : '*')

/** Rows over all pages bear the name of the page where there is only one. */
export const namedByPage = <Row extends { readonly page: string }>(
  rows: readonly Row[],
  pages: readonly Pick<PageTarget, 'id'>[],
): readonly Row[] => rows.map(row => (row.page === '*' ? { ...row, page: wholeOf(pages) } : row))
