import { decoded } from './pathname.js'

/** Words of links that do something rather than show something, as paths, parameters and labels have them. */
const ACTS =
  /(?:log|sign)[-_\s]?(?:out|off)|delete|remove|destroy|\berase|\bpurge|\btrash\b|deactivate|\brevoke|\bcancel|\bunlink\b|disconnect|unsubscribe|opt[-_\s]?out|(?:add|move|save)[-_\s]?to[-_\s]|(?:^|[^a-z])(?:cart|basket|bag|wish-?list|favou?rites?)(?![a-z])|checkout|\bbuy\b|purchase|\bpay(?:ment)?s?\b|\bdonate\b|\bvote|\blike\b|\bfollow\b|\bapprove\b|\breject\b|\bconfirm|\bverify\b|\bpublish\b|\breset\b|\btoggle\b|\bimpersonate|download|(?:^|[/_-])export(?![a-z])|\/api\/|\/graphql\b|\/oauth|\/callback\b|\/webhooks?\b|[?&](?:action|do|op|cmd|method|_method|task)=/i

const ACTS_ELSEWHERE =
  /abmelden|ausloggen|löschen|entfernen|warenkorb|abbestellen|\bkaufen|déconnexion|déconnecter|supprimer|\bpanier|acheter|désabonner|cerrar sesión|eliminar|\bborrar|carrito|comprar|carrello|acquista|disconnetti|uitloggen|verwijderen|winkelwagen/i

/** Whether following a link may do something, by the look of its path or label. When in doubt it may: there are other pages to look at. */
export const looksLikeItActs = (pathOrLabel: string): boolean =>
  ACTS.test(decoded(pathOrLabel)) || ACTS_ELSEWHERE.test(decoded(pathOrLabel).normalize('NFC'))
