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
    said: /\bERESOLVE\b/,
    remedy: () =>
      'Peer dependencies contradict each other, and `--legacy-peer-deps` does not help either: run `npm ls` in the project, and bring the versions in line.',
  },
  {
    said: /(?:npm (?:ERR!|error) 404 Not Found - GET|ERR_PNPM_FETCH_404\]?\s+GET) (https?:\/\/\S+?)(?::? |:?$)|error [^\n]*?(https?:\/\/[^\s":]+)[^\n]*(?:404|Not found)/m,
    remedy: ([, address, asked]) =>
      `${address ?? asked} is not in the registry (any more): bring the lock file to a version that is. Where it is a registry of your own, name it in .npmrc, and pass its token on by --env.`,
  },
  {
    said: /\bERR_OSSL_EVP_UNSUPPORTED\b|digital envelope routines::/,
    remedy: () =>
      'The bundler asks for a hash (MD4) that this Node lacks, and `--openssl-legacy-provider` did not help: update webpack (4.47, 5.61 or later), or set NODE_OPTIONS in the target’s `environment`.',
  },
  {
    said: /ERR_INVALID_THIS[^\n]*|Value of "this" must be of type URLSearchParams/,
    remedy: () =>
      'This version of pnpm does not run on this version of Node: name a newer one (7.33.7 or 8.3.1 at least) by `packageManager` in package.json.',
  },
  {
    said: /Missing binding [^\n]*node-sass|Node Sass (?:does not yet support|could not find a binding)|node-sass[^\n]*(?:Failed|failed)|node_modules\/node-sass/,
    remedy: () =>
      'node-sass has no program for this version of Node: replace it by `sass`, which needs none (`npm uninstall node-sass && npm install --save-dev sass`), or run Tunewright with the Node that the project is made for.',
  },
  {
    said: /npm (?:ERR!|error) path \S*node_modules\/\S+\s[\s\S]*?npm (?:ERR!|error) command failed|ELIFECYCLE[^\n]*install|Command failed\.?\s*Exit code/,
    remedy: () =>
      'The install script of a package failed. Install the dependencies in the project where that works: they are copied then.',
  },
  {
    said: /^Not built: (\S+)\s*$/m,
    remedy: match =>
      `\`${match[1]}\`, of the same workspace, did not build, and this package depends on it: run its own script \`build\` by itself, and mend what it says.`,
  },
  {
    said: /(?:^|\n)[^\n]*(?:Cannot find module|Can't resolve|Could not resolve|Cannot find package) (['"`])(?!src\/|[@~]\/)([^'"`\n./][^'"`\n]*)\1/,
    remedy: match =>
      `\`${match[2]}\` is not among what is installed: add it to package.json, and install anew, so that the lock file has it too.`,
  },
  {
    said: /(?:Cannot find module|Can't resolve|Could not resolve|failed to resolve import|Cannot find file:?) (['"`])((?:\.{1,2}\/|src\/|[@~]\/)[^'"`\n]+)\1(?! in '[^'\n]*node_modules)|The()\s+(\S+) path in file replacements does not exist/,
    remedy: match =>
      `\`${match[2] ?? match[4]}\` is not among what is committed, and what is committed is what is worked on. Where git ignores such a file in your folder, it is copied, so it does not lie there either: put it there, as a build of yours needs it too. One that is new is committed, or taken along by --include-dirty.`,
  },
  {
    said: /(?:missing|required|undefined|not (?:set|defined|provided))[^\n]{0,60}\b(?:env(?:ironment)? (?:variables?|file)|process\.env)\b[^\n]*|\benv(?:ironment)? variables?\b[^\n]{0,80}(?:missing|required|undefined|not (?:set|defined|provided))[^\n]*|(?:no|cannot find|ENOENT)[^\n]{0,40}\.env\b[^\n]*/i,
    remedy: ([what]) =>
      `A variable or file of the environment is missing (${what.trim().slice(0, 120)}). Files called .env* in the project's folder are copied, also where git ignores them; or name variables by \`--env NAME\`, or in the target's \`environment\`.`,
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
    said: /(?:^|\n)[^\n]*?: (?:\d+: )?(?:([\w./-]+): (?:command )?not found|not found: ([\w./-]+))\s*$/im,
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
