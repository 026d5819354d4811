/** Every point at which a kill is different from one before it: around each durable write, and after each effect. */
export const CHECKPOINTS = [
  'before work-begun',
  'after work-begun',
  'clone begun',
  'sources cloned',
  'dependencies provided',
  'clone described',
  'clone ready',
  'before change-begun',
  'after change-begun',
  'content kept',
  'before edit-intended',
  'after edit-intended',
  'folders created',
  'file removed',
  'file written',
  'before edit-done',
  'after edit-done',
  'edits staged',
  'committed',
  'before change-kept',
  'after change-kept',
  'before undo',
  'after undo',
  'commit taken back',
  'before change-reverted',
  'after change-reverted',
  'before delivery-intended',
  'after delivery-intended',
  'delivered',
  'before delivery-settled',
  'after delivery-settled',
  'before clearing',
  'workplace cleared',
  'journal ended',
] as const

export type CheckpointName = (typeof CHECKPOINTS)[number]

/** Called by name at each of the points; tests stop there. */
export type Checkpoint = (point: CheckpointName) => void

export const noCheckpoint: Checkpoint = () => undefined
