import type { Visits } from '../../store/repositories/visits.js'
import type { VisitStore } from './segment-flow.js'

/** The store's visits of one target, as what a collector saves its segments to. */
export const visitStore = (visits: Pick<Visits, 'saveSegment'>, targetId: string): VisitStore => ({
  async save(segment, { cells, causes }) {
    await visits.saveSegment(
      targetId,
      segment,
      cells.map(({ cell, at, page, arm, device, connection, series }) => ({
        at: new Date(at),
        page,
        arm,
        device,
        connection,
        series,
        all: cell.all,
        entries: cell.entries,
        histogram: cell.histogram?.stored() ?? null,
      })),
      causes.map(({ at, ...cause }) => ({ ...cause, at: new Date(at) })),
    )
  },
})
