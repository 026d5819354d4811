import type { ActuatorContext, Candidate } from '../../../../model/actuator.js'

/** Of what is demanded; what was encoded for a proposal may become smaller yet. */
const NEARLY = 0.7

/**
 * Whether a candidate is worth trying: what it is predicted to save is near enough to what the manifest demands of image bytes. What loads lazily may save more than its bytes
 * say.
 */
export const savesEnough =
  ({ manifest }: Pick<ActuatorContext<'asset-pipeline'>, 'manifest'>) =>
  ({ predicted }: Pick<Candidate, 'predicted'>, isLazy: boolean): boolean => {
    const demanded = manifest.validation.criteria.flatMap(criterion =>
      criterion.metric === 'transfer-size-reduction' && 'minimum' in criterion ? [criterion.minimum] : [],
    )
    const saved = -(predicted['image-transfer-size'] ?? 0) / 100
    return isLazy || saved >= NEARLY * Math.max(0, ...demanded)
  }
