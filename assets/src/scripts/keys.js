// Keys for whoever works without a mouse: `?` help, `/` search, `g` and a letter to go, `j` `k` along a list, `o` open,
// `x` choose; and what a page itself offers a key for. They are read only where nobody types, and only as long as they
// are switched on in this browser.

const OFF = 'erle-keys=off'
const A_YEAR = 365 * 24 * 3600
const GO_WITHIN = 1500
const PLACES = { m: '/', d: '/desk/', c: '/children/', t: '/told/', r: '/reviews/' }
const ROWS = '.erle-work > li, .erle-qwide > li, .erle-chrono > li, .erle-pick > li, main .erle-table tbody tr'
const TYPED_IN = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]'
let goingSince = 0

function switchedOff() {
  return document.cookie.split('; ').includes(OFF)
}

function setSwitch(off) {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${OFF}; Path=/; SameSite=Lax; Max-Age=${off ? A_YEAR : 0}${secure}`
}

function shown(element) {
  return element && element.getClientRects().length > 0
}

function search() {
  const field = document.querySelector('[role="search"] input[type="search"]')
  if (shown(field)) field.focus()
  return shown(field)
}

function follow(link) {
  link?.click()
  return Boolean(link)
}

function go(letter) {
  if (letter === 's') return follow(document.querySelector('header .erle-nav-row > a.govuk-button'))
  const place = PLACES[letter]
  return Boolean(place) && follow(document.querySelector(`header nav a[href="${place}"]`))
}

function linkOf(row) {
  return row.querySelector('.erle-work__what') ?? row.querySelector('a[href]')
}

function rows() {
  return [...document.querySelectorAll(ROWS)].filter((row) => shown(linkOf(row)))
}

function here() {
  return document.activeElement?.closest(ROWS)
}

function step(by) {
  const all = rows()
  const next = all[all.indexOf(here()) + by] ?? (here() ? undefined : all[by > 0 ? 0 : all.length - 1])
  const link = next && linkOf(next)
  link?.focus()
  link?.scrollIntoView({ block: 'nearest' })
  return Boolean(link)
}

function choose() {
  const box = here()?.querySelector('input[type="checkbox"][name="chosen"]')
  box?.click()
  return Boolean(box)
}

function help() {
  location.assign('/help/#keyboard')
  return true
}

// A button or link of the page that names the key; never as the second key after `g`, and never twice while it is held.
function pageKey(event) {
  const offered = /^[a-z]$/.test(event.key) && !event.repeat && document.querySelector(`[data-key="${event.key}"]`)
  return Boolean(offered) && shown(offered) && follow(offered)
}

const ACTS = {
  '?': help,
  '/': search,
  j: () => step(1),
  k: () => step(-1),
  o: () => Boolean(here()) && follow(linkOf(here())),
  x: choose,
}

function taken(event) {
  return event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey
}

function pressed(event) {
  if (taken(event) || event.target.closest?.(TYPED_IN) || switchedOff()) return
  const going = event.timeStamp - goingSince < GO_WITHIN && goingSince > 0
  goingSince = 0
  if (going && go(event.key)) return event.preventDefault()
  if (event.key === 'g') goingSince = event.timeStamp
  else if (ACTS[event.key]?.() || (!going && pageKey(event))) event.preventDefault()
}

function offerSwitch(button) {
  const say = () => {
    const off = switchedOff()
    button.textContent = off ? 'Switch these keys on' : 'Switch these keys off'
    document.querySelector('[data-keys-state]').textContent = off
      ? 'They are off in this browser.'
      : 'They are on in this browser.'
  }
  button.hidden = false
  button.addEventListener('click', () => {
    setSwitch(!switchedOff())
    say()
  })
  say()
}

export function listenForKeys() {
  document.addEventListener('keydown', pressed)
  for (const button of document.querySelectorAll('[data-keys-switch]')) offerSwitch(button)
}
