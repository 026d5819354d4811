/** Something done to the user's own system rather than to our copies of it. Plain JSON. */
export interface SystemAct {
  /** When it began, ISO 8601. */
  readonly at: string
  readonly act: string
  readonly milliseconds: number
  /** Whether the system could not serve meanwhile: then its milliseconds are downtime. */
  readonly outOfService: boolean
  /** Why it is held to be so. */
  readonly evidence: string
}
