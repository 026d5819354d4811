// What the TypeScript compiler leaves behind: files that are loaded as they are, such as the hook preloaded into builds, and what is written into projects.
import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { glob } from 'tinyglobby'

for (const file of await glob(['**/*.{cjs,mjs}'], { cwd: 'src', ignore: ['**/fixtures/**'] })) {
  await mkdir(join('dist', dirname(file)), { recursive: true })
  await cp(join('src', file), join('dist', file))
}
