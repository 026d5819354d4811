import type { TargetSystem } from '../../src/index.js'

/** A folder that is served as it is, with its front page measured. */
export const staticTarget = (root: string): TargetSystem => ({
  id: 'site',
  name: 'Site',
  framework: 'frontend',
  root,
  pages: [{ id: 'home', path: '/', weight: 1 }],
  serve: { kind: 'static', folder: '.' },
  environment: {},
})
