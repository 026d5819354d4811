import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const REPOSITORY = path.resolve(import.meta.dirname, '../..')

/**
 * Compiles the driver and all of ours that it uses, once: hundreds of processes are started of it.
 *
 * @param folder an empty one
 * @returns the file to run
 */
export function buildDriver(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const compilerOptions = { noEmit: false, outDir: folder, rootDir: REPOSITORY, declaration: false, sourceMap: false }
  const config = path.join(folder, 'tsconfig.json')
  const files = [path.join(import.meta.dirname, 'driver.ts')]
  const typeRoots = [path.join(REPOSITORY, 'node_modules/@types')]
  writeFileSync(
    config,
    JSON.stringify({
      extends: path.join(REPOSITORY, 'tsconfig.json'),
      compilerOptions: { ...compilerOptions, typeRoots },
      files,
      include: [],
    }),
  )
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}')
  symlinkSync(path.join(REPOSITORY, 'node_modules'), path.join(folder, 'node_modules'))
  execFileSync(process.execPath, [path.join(REPOSITORY, 'node_modules/typescript/bin/tsc'), '-p', config], {
    stdio: 'inherit',
  })
  return path.join(folder, 'test/crash/driver.js')
}
