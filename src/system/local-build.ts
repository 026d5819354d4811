const SAID = 'Not built:'

/**
 * The build of a package that another of the workspace depends on, as a part of a shell command. It may be depended on for its types alone, and not
 * build by itself: where it is needed, the build that comes after it fails and says so.
 *
 * @param folder a shell word
 */
export const localBuild = (folder: string, command: string, name: string): string =>
  `((cd ${folder} && ${command}) || echo ${SAID} ${name})`

/** Names of the packages that did not build, as the output of such a command says it. */
export const notBuilt = (output: string): string[] => [
  ...new Set([...output.matchAll(new RegExp(`^${SAID} (\\S+)\\s*$`, 'gm'))].map(([, name]) => name!)),
]
