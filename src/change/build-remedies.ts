/** How a build is run again where it cannot run here as it is. */
export interface BuildRemedy {
  /** Added to NODE_OPTIONS. */
  readonly nodeOption: string
  /** What people should know, as a sentence. */
  readonly caveat: string
}

/** What Node says since its version 17 where a bundler asks for the MD4 hash: webpack before 5.61, and 4 before 4.47. */
const MD4 = /\bERR_OSSL_EVP_UNSUPPORTED\b|digital envelope routines::(?:unsupported|initialization error)/

/** What to try next, told from the output of a build that failed. */
export function buildRemedy(output: string): BuildRemedy | undefined {
  if (!MD4.test(output)) return undefined
  return {
    nodeOption: '--openssl-legacy-provider',
    caveat: `The project's bundler asks for a hash (MD4) that Node ${process.versions.node.split('.')[0]} has only with \`--openssl-legacy-provider\`: all versions were built with it in NODE_OPTIONS. webpack 4.47, 5.61 and later need it no more.`,
  }
}
