/** What a command's output says of why it failed, and what to do about it. */
interface Hint {
  readonly said: RegExp
  remedy(match: RegExpExecArray): string
}

/** The most telling first. */
const HINTS: readonly Hint[] = [
  {
    said: /can only install packages when your package\.json and|lock ?file (?:is )?(?:not up to date|needs to be updated|out of date|would have been modified)|ERR_PNPM_OUTDATED_LOCKFILE|frozen lockfile, but/i,
    remedy: () =>
      'The lock file does not fit package.json: install in the project (e.g. `npm install`), commit the lock file, and start again.',
  },
  {
    said: /(?:getaddrinfo )?(?:ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)\b[^\n]*|could not resolve host[^\n]*|network is unreachable/i,
    remedy: ([what]) =>
      `It asked for something over the network and did not get it (${what.trim().slice(0, 120)}). Keep what it fetches in the project, or give it the network: a proxy is passed on by \`--env HTTPS_PROXY\`.`,
  },
  {
    said: /ECONNREFUSED[^\n]*|connection refused/i,
    remedy: ([what]) =>
      `It asked a server that does not run (${what.trim().slice(0, 120)}). Start the server, or keep what the command asks it for in the project.`,
  },
  {
    said: /\b(?:ENOSPC|no space left on device)\b/i,
    remedy: () => 'The disk is full: make room, or set TUNEWRIGHT_HOME to a folder with room.',
  },
  {
    said: /JavaScript heap out of memory/i,
    remedy: () =>
      "It ran out of memory: give it more in the target's `environment`, e.g. NODE_OPTIONS: '--max-old-space-size=4096'.",
  },
  {
    said: /(?:^|\n)[^\n]*(?:\?|\[y\/n\]|\(y\/n\)|\(yes\/no\)|password:|press (?:any key|enter)[^\n]*|continue\?)[^\n]{0,40}\s*$/i,
    remedy: () => 'It seems to wait for an answer, and nobody is there to give one: let it run without questions.',
  },
  {
    said: /(?:^|\n)[^\n]*?: (?:\d+: )?(?:([\w./-]+): (?:command )?not found|not found: ([\w./-]+))\s*$/i,
    remedy: match =>
      `\`${match[1] ?? match[2]}\` is not there: add it to the project's dependencies, or install it on this machine.`,
  },
]

/** What to do about a command that failed, told from its output; undefined where that says nothing that we know. */
export function remedyFor(output: string): string | undefined {
  for (const { said, remedy } of HINTS) {
    const match = said.exec(output)
    if (match) return remedy(match)
  }
  return undefined
}
