import { execFile } from 'node:child_process'

/**
 * Bytes that files and folders take on disk. What is linked into several of them counts for the first one.
 * @param paths those that are not there take nothing
 */
export function diskUsage(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (paths.length === 0) return Promise.resolve(new Map())
  return new Promise((resolve, reject) => {
    // It fails where something could not be read or was removed meanwhile, and says the rest all the same.
    execFile('du', ['-sk', '--', ...paths], { maxBuffer: 1 << 26 }, (error, stdout) => {
      if (error && typeof error.code !== 'number') return reject(error)
      const sizes = stdout.split('\n').flatMap(line => {
        const [, kilobytes, path] = /^(\d+)\s+(.*)$/s.exec(line) ?? []
        return path === undefined ? [] : [[path, Number(kilobytes) * 1024] as const]
      })
      resolve(new Map(sizes))
    })
  })
}
