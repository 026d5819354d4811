export { type AblationInput, isAblationByRulesOfNow, marginalEffects, recomputeAblation } from './decide-ablation.js'
export { interactionsOf } from './interaction.js'
export { type AblationOptions, type AblationOutcome, runAblation } from './run-ablation.js'
