import { accountKeptAfterSignOut } from './breakages/account-kept-after-sign-out.js'
import { addedTwice } from './breakages/added-twice.js'
import { answerOfAnotherVisitor } from './breakages/answer-of-another-visitor.js'
import { backLeavesTheSite } from './breakages/back-leaves-the-site.js'
import { backgroundMissing } from './breakages/background-missing.js'
import { buttonByMouseOnly } from './breakages/button-by-mouse-only.js'
import { buttonLeftOutOfTabOrder } from './breakages/button-left-out-of-tab-order.js'
import { canonicalOfAnotherPage } from './breakages/canonical-of-another-page.js'
import { chartWiped } from './breakages/chart-wiped.js'
import { chunkMissing } from './breakages/chunk-missing.js'
import { darkTextOnDark } from './breakages/dark-text-on-dark.js'
import { dialogStaysOpen } from './breakages/dialog-stays-open.js'
import { emptyFormAccepted } from './breakages/empty-form-accepted.js'
import { errorAtScroll } from './breakages/error-at-scroll.js'
import { figuresInForeignFormat } from './breakages/figures-in-foreign-format.js'
import { filmStandsStill } from './breakages/film-stands-still.js'
import { firstClickLost } from './breakages/first-click-lost.js'
import { focusNotSeen } from './breakages/focus-not-seen.js'
import { focusTrapped } from './breakages/focus-trapped.js'
import { fontMissing } from './breakages/font-missing.js'
import { formLosesField } from './breakages/form-loses-field.js'
import { formPostsNowhere } from './breakages/form-posts-nowhere.js'
import { frameRefused } from './breakages/frame-refused.js'
import { headersOfTableLost } from './breakages/headers-of-table-lost.js'
import { headingUnderTheBar } from './breakages/heading-under-the-bar.js'
import { headingsInvisibleUntilFont } from './breakages/headings-invisible-until-font.js'
import { hiddenFromSearchEngines } from './breakages/hidden-from-search-engines.js'
import { labelDetached } from './breakages/label-detached.js'
import { languageNotDeclared } from './breakages/language-not-declared.js'
import { lateShift } from './breakages/late-shift.js'
import { lazyPicturesNeverCome } from './breakages/lazy-pictures-never-come.js'
import { linkTargetLost } from './breakages/link-target-lost.js'
import { listNeedsScript } from './breakages/list-needs-script.js'
import { messageNotAnnounced } from './breakages/message-not-announced.js'
import { movesThoughAskedNotTo } from './breakages/moves-though-asked-not-to.js'
import { numberCannotBeCalled } from './breakages/number-cannot-be-called.js'
import { pageGone } from './breakages/page-gone.js'
import { pageReloadsForEver } from './breakages/page-reloads-for-ever.js'
import { pageWiderThanPhone } from './breakages/page-wider-than-phone.js'
import { passwordsNotFilledIn } from './breakages/passwords-not-filled-in.js'
import { phoneMenuStaysShut } from './breakages/phone-menu-stays-shut.js'
import { phoneSeesDesktopPage } from './breakages/phone-sees-desktop-page.js'
import { pictureCropped } from './breakages/picture-cropped.js'
import { pictureCutOffByStyle } from './breakages/picture-cut-off-by-style.js'
import { pictureLosesTransparency } from './breakages/picture-loses-transparency.js'
import { pictureMissingOnPhone } from './breakages/picture-missing-on-phone.js'
import { pictureOfPoorQuality } from './breakages/picture-of-poor-quality.js'
import { pictureOnItsSide } from './breakages/picture-on-its-side.js'
import { pictureSwapped } from './breakages/picture-swapped.js'
import { picturesStretched } from './breakages/pictures-stretched.js'
import { posterMissing } from './breakages/poster-missing.js'
import { prefetchSignsOut } from './breakages/prefetch-signs-out.js'
import { previewLost } from './breakages/preview-lost.js'
import { priceOfAnotherThing } from './breakages/price-of-another-thing.js'
import { printStylesLost } from './breakages/print-styles-lost.js'
import { redirectsInACircle } from './breakages/redirects-in-a-circle.js'
import { scriptBeforeWhatItNeeds } from './breakages/script-before-what-it-needs.js'
import { scriptBlockedByPolicy } from './breakages/script-blocked-by-policy.js'
import { scriptRefusedForItsType } from './breakages/script-refused-for-its-type.js'
import { scriptTooLateForReady } from './breakages/script-too-late-for-ready.js'
import { sessionOpenToScripts } from './breakages/session-open-to-scripts.js'
import { signInForgotten } from './breakages/sign-in-forgotten.js'
import { sortingDoesNothing } from './breakages/sorting-does-nothing.js'
import { soundDoesNotPlay } from './breakages/sound-does-not-play.js'
import { spinnerForEver } from './breakages/spinner-for-ever.js'
import { storiesDoubled } from './breakages/stories-doubled.js'
import { storiesLost } from './breakages/stories-lost.js'
import { structuredDataLost } from './breakages/structured-data-lost.js'
import { stylesBlockedByPolicy } from './breakages/styles-blocked-by-policy.js'
import { submenuStaysShut } from './breakages/submenu-stays-shut.js'
import { subtitlesLost } from './breakages/subtitles-lost.js'
import { textCutOff } from './breakages/text-cut-off.js'
import { textsOfPicturesLost } from './breakages/texts-of-pictures-lost.js'
import { titleLost } from './breakages/title-lost.js'
import { totalsWrong } from './breakages/totals-wrong.js'
import { typedTextLost } from './breakages/typed-text-lost.js'
import { umlautsGarbled } from './breakages/umlauts-garbled.js'
import { veilSwallowsClicks } from './breakages/veil-swallows-clicks.js'
import { whoComesBackSeesNothing } from './breakages/who-comes-back-sees-nothing.js'
import { worksOnceOnly } from './breakages/works-once-only.js'
import { zoomForbidden } from './breakages/zoom-forbidden.js'
import { advertDiffers } from './harmless/advert-differs.js'
import { animationRuns } from './harmless/animation-runs.js'
import { asksAgainAndAgain } from './harmless/asks-again-and-again.js'
import { attributesReordered } from './harmless/attributes-reordered.js'
import { bannerAtRandom } from './harmless/banner-at-random.js'
import { carouselTurns } from './harmless/carousel-turns.js'
import { chunkFetchedAhead } from './harmless/chunk-fetched-ahead.js'
import { chunkLoadedOnDemand } from './harmless/chunk-loaded-on-demand.js'
import { clock } from './harmless/clock.js'
import { commentsRemoved } from './harmless/comments-removed.js'
import { cookieNamedAtRandom } from './harmless/cookie-named-at-random.js'
import { dimensionsAdded } from './harmless/dimensions-added.js'
import { entitiesWrittenOut } from './harmless/entities-written-out.js'
import { favouritesAtRandom } from './harmless/favourites-at-random.js'
import { figuresTick } from './harmless/figures-tick.js'
import { filesKeptLonger } from './harmless/files-kept-longer.js'
import { firstStylesInlined } from './harmless/first-styles-inlined.js'
import { fontALittleLater } from './harmless/font-a-little-later.js'
import { fontShownWhenItComes } from './harmless/font-shown-when-it-comes.js'
import { formTokenPerLoad } from './harmless/form-token-per-load.js'
import { hashedFileNames } from './harmless/hashed-file-names.js'
import { headersReordered } from './harmless/headers-reordered.js'
import { iconInThePage } from './harmless/icon-in-the-page.js'
import { idsPerLoad } from './harmless/ids-per-load.js'
import { lazyBelowTheFold } from './harmless/lazy-below-the-fold.js'
import { loadingHintsAdded } from './harmless/loading-hints-added.js'
import { noncePerLoad } from './harmless/nonce-per-load.js'
import { noticeComesSometime } from './harmless/notice-comes-sometime.js'
import { oldErrorStays } from './harmless/old-error-stays.js'
import { pictureALittleSmaller } from './harmless/picture-a-little-smaller.js'
import { pictureAsAvif } from './harmless/picture-as-avif.js'
import { picturesOfferedAsWebp } from './harmless/pictures-offered-as-webp.js'
import { preloadAdded } from './harmless/preload-added.js'
import { quotesDropped } from './harmless/quotes-dropped.js'
import { recommendationsAtRandom } from './harmless/recommendations-at-random.js'
import { relativeTime } from './harmless/relative-time.js'
import { requestsInAnotherOrder } from './harmless/requests-in-another-order.js'
import { scriptSplit } from './harmless/script-split.js'
import { scriptWithoutIndentation } from './harmless/script-without-indentation.js'
import { scriptsDeferred } from './harmless/scripts-deferred.js'
import { sessionInLinks } from './harmless/session-in-links.js'
import { sourceMapRemoved } from './harmless/source-map-removed.js'
import { stylesCompressed } from './harmless/styles-compressed.js'
import { stylesWithoutWhitespace } from './harmless/styles-without-whitespace.js'
import { talkInTheConsole } from './harmless/talk-in-the-console.js'
import { unusedStylesRemoved } from './harmless/unused-styles-removed.js'
import { viewCounter } from './harmless/view-counter.js'
import { whitespaceRemoved } from './harmless/whitespace-removed.js'
import { wordingAtRandom } from './harmless/wording-at-random.js'
import type { Case } from './site.js'

/*
 * What a guard that compares two versions of a page is held against. Every case was written from what a person notices, by the rules of the
 * web and not by those of any guard; each has a look of its own (`shows`), which the long test here holds to both sides. A guard must reject
 * every breakage and let every harmless difference pass. A case that it misses is a fault of the guard: cases are added, never fitted to it.
 */

/** What visitors lose, a mechanism each. */
export const breakages: readonly Case[] = [
  accountKeptAfterSignOut,
  addedTwice,
  answerOfAnotherVisitor,
  backgroundMissing,
  backLeavesTheSite,
  buttonByMouseOnly,
  buttonLeftOutOfTabOrder,
  canonicalOfAnotherPage,
  chartWiped,
  chunkMissing,
  darkTextOnDark,
  dialogStaysOpen,
  emptyFormAccepted,
  errorAtScroll,
  figuresInForeignFormat,
  filmStandsStill,
  firstClickLost,
  focusNotSeen,
  focusTrapped,
  fontMissing,
  formLosesField,
  formPostsNowhere,
  frameRefused,
  headersOfTableLost,
  headingsInvisibleUntilFont,
  headingUnderTheBar,
  hiddenFromSearchEngines,
  labelDetached,
  languageNotDeclared,
  lateShift,
  lazyPicturesNeverCome,
  linkTargetLost,
  listNeedsScript,
  messageNotAnnounced,
  movesThoughAskedNotTo,
  numberCannotBeCalled,
  pageGone,
  pageReloadsForEver,
  pageWiderThanPhone,
  passwordsNotFilledIn,
  phoneMenuStaysShut,
  phoneSeesDesktopPage,
  pictureCropped,
  pictureCutOffByStyle,
  pictureLosesTransparency,
  pictureMissingOnPhone,
  pictureOfPoorQuality,
  pictureOnItsSide,
  picturesStretched,
  pictureSwapped,
  posterMissing,
  prefetchSignsOut,
  previewLost,
  priceOfAnotherThing,
  printStylesLost,
  redirectsInACircle,
  scriptBeforeWhatItNeeds,
  scriptBlockedByPolicy,
  scriptRefusedForItsType,
  scriptTooLateForReady,
  sessionOpenToScripts,
  signInForgotten,
  sortingDoesNothing,
  soundDoesNotPlay,
  spinnerForEver,
  storiesDoubled,
  storiesLost,
  structuredDataLost,
  stylesBlockedByPolicy,
  submenuStaysShut,
  subtitlesLost,
  textCutOff,
  textsOfPicturesLost,
  titleLost,
  totalsWrong,
  typedTextLost,
  umlautsGarbled,
  veilSwallowsClicks,
  whoComesBackSeesNothing,
  worksOnceOnly,
  zoomForbidden,
]

/** Differences that harm nobody. */
export const harmless: readonly Case[] = [
  advertDiffers,
  animationRuns,
  asksAgainAndAgain,
  attributesReordered,
  bannerAtRandom,
  carouselTurns,
  chunkFetchedAhead,
  chunkLoadedOnDemand,
  clock,
  commentsRemoved,
  cookieNamedAtRandom,
  dimensionsAdded,
  entitiesWrittenOut,
  favouritesAtRandom,
  figuresTick,
  filesKeptLonger,
  firstStylesInlined,
  fontALittleLater,
  fontShownWhenItComes,
  formTokenPerLoad,
  hashedFileNames,
  headersReordered,
  iconInThePage,
  idsPerLoad,
  lazyBelowTheFold,
  loadingHintsAdded,
  noncePerLoad,
  noticeComesSometime,
  oldErrorStays,
  pictureALittleSmaller,
  pictureAsAvif,
  picturesOfferedAsWebp,
  preloadAdded,
  quotesDropped,
  recommendationsAtRandom,
  relativeTime,
  requestsInAnotherOrder,
  scriptsDeferred,
  scriptSplit,
  scriptWithoutIndentation,
  sessionInLinks,
  sourceMapRemoved,
  stylesCompressed,
  stylesWithoutWhitespace,
  talkInTheConsole,
  unusedStylesRemoved,
  viewCounter,
  whitespaceRemoved,
  wordingAtRandom,
]

export const cases: readonly Case[] = [...breakages, ...harmless]
