import { PROFILES } from '../../../model/profile.js'
import { costOf, type ToldPoint } from '../../diagnosis-points.js'
import { html, type Markup } from '../markup.js'

/** A strategy's name, with a link to where it is told of, where it is. */
export type NameOf = (strategyId: string) => Markup

/** What costs most on a page, each with what addresses it or what to do by hand. */
export function pointList(points: readonly ToldPoint[], page: string, nameOf: NameOf): Markup | null {
  if (points.length === 0) return null
  return html`<ul class="points" aria-label="What costs most: ${page}">${points.map(point => html`<li>${ofPoint(point, nameOf)}</li>`)}</ul>`
}

function ofPoint(point: ToldPoint, nameOf: NameOf): Markup {
  const { severity = 'medium', cause, profiles, page, strategyId, advice, notBy } = point
  const [most, ...others] = profiles.map(profile => PROFILES[profile].title)
  const where = page === '*' ? '' : `${most}${others.length > 0 ? `; also ${others.join(', ')}` : ''}`
  return html`<p><span class="badge severity-${severity}">${severity}</span> <strong>${costOf(point)}</strong>${where && html` <span class="muted">${where}</span>`}</p>
<p>${sentence(cause)}</p>
<p class="small">${
    strategyId !== null
      ? html`Addressed by ${nameOf(strategyId)}.`
      : advice
        ? html`<strong>By hand:</strong> ${advice}`
        : html`<span class="muted">Nothing addresses it yet.</span>`
  }${notBy && html` <span class="muted">${nameOf(notBy.strategyId)} does not do it here: ${notBy.reason}</span>`}</p>`
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`
