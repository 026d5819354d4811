/** A file of the project, or a part of one, and what it says. */
export interface SourceText {
  readonly path: string
  readonly text: string
}
