/** The oldest Node that everything here runs on; package.json says the same. */
const OLDEST = [20, 19] as const

/**
 * Ends the process with a line that says what is wrong where Node is older than what we need: further in it would fail by some import or
 * other. Nothing newer than the oldest Node with modules may stand in this file and in the one that imports it.
 */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  process.stderr.write(
    `Error: Tunewright needs Node ${OLDEST.join('.')} or newer, and this is ${version}.\nNothing was changed.\nWhat to do: Install a newer Node (https://nodejs.org), e.g. by \`nvm install 22\`.\n`,
  )
  process.exit(1)
}
