import type { Flow, FlowStep } from '../../src/model/flow.js'
import type { Action, Case } from './site.js'

/** The variable of the environment that holds the password of the corpus's accounts, for flows. */
export const PASSWORD = { env: 'GUARD_CORPUS_PASSWORD', value: 'parsnip' } as const

const stepsOf = (action: Action): FlowStep[] => {
  switch (action.do) {
    case 'click':
      return [{ type: 'click', selectors: [action.on] }]
    case 'type':
      return [
        {
          type: 'change',
          selectors: [action.on],
          value: action.text === PASSWORD.value ? { env: PASSWORD.env } : action.text,
        },
      ]
    case 'press':
      return [
        { type: 'keyDown', key: action.key },
        { type: 'keyUp', key: action.key },
      ]
    case 'scroll':
      return [{ type: 'scroll', selectors: [action.to] }]
    case 'wait':
      return [{ type: 'waitForElement', selectors: [action.for] }]
    case 'back':
      return [{ type: 'customStep', name: 'back' }]
  }
}

/** The steps of a case (with `PASSWORD` in the environment) as a recording of them, from its first page on; null where it has none. */
export const flowOf = ({ id, symptom, pages, actions }: Case): Flow | null =>
  actions === undefined
    ? null
    : {
        id,
        title: symptom,
        steps: [{ type: 'navigate', url: pages[0]! }, ...actions.flatMap(stepsOf)],
        writes: true,
      }
