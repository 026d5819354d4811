/**
 * Heavy packages for which there is something lighter, in the words of those who know them: their own pages, or what browsers have by now. Only
 * ever proposed: none does all that the other did.
 */
export const LIGHTER: Readonly<Record<string, string>> = {
  moment: 'its authors name Luxon, Day.js and date-fns as what to use in new work; browsers have Intl.DateTimeFormat',
  'moment-timezone': 'browsers know time zones (Intl.DateTimeFormat with timeZone), and Luxon and Day.js use theirs',
  'aws-sdk':
    'version 2 has each service by itself (aws-sdk/clients/s3), and is followed by packages of one service each (@aws-sdk/client-s3)',
  firebase: 'since version 9 each service is a module of its own (firebase/app, firebase/auth), imported by name',
  axios: 'browsers have fetch',
  request: 'it is given up by its authors, and made for Node.js: browsers have fetch',
  bluebird: 'browsers have promises, and its authors say to use those',
  'core-js': 'only browsers that nobody may use any more need all of it: let the build choose by a browserslist',
  '@babel/polyfill': 'it is given up by its authors: let the build choose what of core-js is needed',
  jquery: 'its slim build has neither requests nor effects, where these are not used',
  'chart.js': 'chart.js/auto registers every kind of chart; those that are used can be registered by name',
  echarts: 'echarts/core with the charts that are used, by name',
  'highlight.js': 'highlight.js/lib/core with the languages that are used, by name',
  'lodash-es': 'browsers have many of these functions by now',
  uuid: 'browsers have crypto.randomUUID',
  'query-string': 'browsers have URLSearchParams',
  qs: 'browsers have URLSearchParams, where nothing is nested',
  'crypto-js': 'it is given up by its authors: browsers have crypto.subtle',
}

/** From so many bytes in the output on, lodash is there as a whole: it is one file, of which nothing can be left out. */
const WHOLE_LODASH = 60_000
const LODASH = 'it is here as a whole: lodash-es, or imports like lodash/debounce, bring what is used alone'

/** What there is lighter than a package that weighs so many bytes in the output; undefined where nothing is known. */
export const lighterThan = (name: string, bytes: number): string | undefined =>
  name === 'lodash' ? (bytes >= WHOLE_LODASH ? LODASH : undefined) : LIGHTER[name]
