export { detectTarget } from './detect.js'
export { choosePages } from './pages.js'
export { loadTargetConfig, type TargetOverrides } from './target-config.js'
