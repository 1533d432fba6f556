// htmx fetches parts of a page where a link asks for it; nothing is evaluated, styled or fetched from elsewhere.
import htmx from 'htmx.org/dist/htmx.esm.js'

export function configureHtmx() {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    disableInheritance: true,
    includeIndicatorStyles: false,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    selfRequestsOnly: true,
    scrollIntoViewOnBoost: false,
    // Where nothing has changed (304) nothing is put in place of what stands.
    responseHandling: [
      { code: '204|304', swap: false },
      { code: '[23]..', swap: true },
      { code: '[45]..', swap: false, error: true },
    ],
  })
  // The link that was followed is gone: whoever uses the keyboard goes on at what came in its place.
  document.addEventListener('htmx:afterSettle', (event) => {
    if (event.target.matches('[tabindex="-1"]')) event.target.focus({ preventScroll: true })
  })
}
