import type { ActuatorContext } from '../../../model/actuator.js'

export type Context = ActuatorContext<'stylesheet-loading'>
