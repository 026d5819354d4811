import { z } from 'zod'
import type { ConfigurationManager, Logger } from '../../model/services.js'
import { setting } from '../../services/file-configuration.js'
import { provideStateFolder } from '../../services/provide-state-folder.js'
import { stateFolder } from '../../system/state-folder.js'
import { putBack } from '../put-back.js'
import type { CheckServices } from './check-target.js'

/**
 * What a check needs of what sessions share: the state folder, in which what a killed run left is put back first. Neither store nor engine.
 * @throws TunewrightError UNSAFE_ENVIRONMENT, INPUT_INVALID
 */
export async function openPlace(configuration: ConfigurationManager, logger: Logger): Promise<CheckServices> {
  const state = stateFolder()
  const waitForTargets = setting(configuration, 'wait', z.boolean(), false)
  await provideStateFolder(state)
  await putBack(state, logger)
  return { stateFolder: state, waitForTargets, logger }
}
