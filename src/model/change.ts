/** A file edit with what undoes it. Hashes are sha-256 of contents kept in the journal's blob folder. */
export interface FileEdit {
  readonly kind: 'file'
  /** Relative to the clone's root, with forward slashes. */
  readonly path: string
  /** null: the file did not exist. */
  readonly before: { readonly hash: string; readonly mode: number } | null
  /** null: the file is removed. */
  readonly after: { readonly hash: string; readonly mode: number } | null
}

export type Edit = FileEdit

/** A set of edits that is applied and taken back as one. */
export interface Change {
  readonly id: string
  readonly sessionId: string
  readonly candidateId: string
  readonly edits: readonly Edit[]
}

/** What a strategy may see of the private clone. Paths are relative to the package root, with forward slashes. */
export interface ReadableWorkspace {
  /** Absolute path of the package in the private clone. Only for tools that need a folder; never write to it. */
  readonly root: string
  /** Files in the build's output folder that the build does not make: sources as any other. */
  readonly handmade: ReadonlySet<string>
  read(path: string): Promise<Buffer>
  readText(path: string): Promise<string>
  exists(path: string): Promise<boolean>
  /**
   * Files under version control that match (in a plain folder: every file but dependencies), sorted.
   *
   * @param o.output list what the build makes as well, where that is under version control
   */
  list(globs?: readonly string[], o?: { readonly output?: boolean }): Promise<readonly string[]>
}

/** The clone while a change is applied: every write is journaled, with its inverse durable first. */
export interface Workspace extends ReadableWorkspace {
  /**
   * Creates or replaces a file.
   * @throws TunewrightError CHANGE_REFUSED for a path outside the clone, under `.git` or `node_modules`, or behind a link.
   */
  write(path: string, content: string | Uint8Array): Promise<void>
  remove(path: string): Promise<void>
}

/** A built arm: a folder of its own, with the project as it is at one revision, built. */
export interface BuiltArm {
  /** The tree that was built: a commit, or a commit with a change on top. */
  readonly revision: string
  /** Absolute path of the package root of this arm. */
  readonly root: string
  /** What the bundler of this build said of what it made (file path), where it was one whose statistics are read, else null. */
  readonly bundleStatistics: string | null
  readonly buildMilliseconds: number
}
