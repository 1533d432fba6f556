// A kind time-out: five minutes ahead a note says so and offers to stay; drafts are saved before the end, and then the
// note says that the worker is signed out. The page itself is left as it is.
import { hasDrafts, saveDrafts } from './drafts.js'
import { post } from './post.js'

const AHEAD = 5 * 60_000
const LAST_CALL = 25_000
const TICK = 5_000

class Session {
  constructor(region) {
    this.region = region
    this.words = region.querySelector('[data-session-words]')
    this.stay = region.querySelector('[data-session-stay]')
    this.again = region.querySelector('[data-session-again]')
    this.skew = Date.now() - Date.parse(region.dataset.sessionNow)
    this.channel = new BroadcastChannel('erle-session')
    this.state = 'quiet'
    this.endsAt(region.dataset.sessionEndsAt)
    this.limit = Date.parse(region.dataset.sessionLimit)
    this.listen()
  }

  listen() {
    this.stay.addEventListener('click', () => this.extend())
    this.channel.addEventListener('message', (event) => this.extended(event.data))
    document.addEventListener('erle:session', (event) => this.tell(event.detail))
    document.addEventListener('visibilitychange', () => this.look())
    this.timer = setInterval(() => this.look(), TICK)
    this.channel.postMessage({ ends_at: this.region.dataset.sessionEndsAt })
  }

  endsAt(moment) {
    this.end = Math.max(this.end ?? 0, Date.parse(moment))
  }

  left() {
    return this.end - (Date.now() - this.skew)
  }

  look() {
    const left = this.left()
    if (left <= 0) return this.out()
    if (left > AHEAD) return this.quiet()
    if (this.state === 'quiet') this.warn()
    if (left <= LAST_CALL && this.state === 'warned') this.lastCall()
  }

  warn() {
    this.state = 'warned'
    const ends = new Date(this.end + this.skew).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    const kept = hasDrafts() ? ' What you typed is kept.' : ''
    const longest = this.end >= this.limit
    this.show(
      longest
        ? `You are signed out at ${ends}: that is the longest anyone stays signed in.${kept}`
        : `You are signed out at ${ends} unless you go on.${kept}`,
      { stay: !longest },
    )
    saveDrafts({ unattended: true })
  }

  lastCall() {
    this.state = 'last'
    saveDrafts({ unattended: true })
  }

  async out() {
    clearInterval(this.timer)
    this.state = 'out'
    const safe = await saveDrafts({ unattended: true })
    const kept = safe ? ' What you typed is kept.' : ' Your last words are on this page only: keep it open until you have signed in.'
    this.show(`You are signed out.${hasDrafts() ? kept : ''}`, { again: true })
  }

  async extend() {
    try {
      this.tell(await post(this.region.dataset.extendUrl, new URLSearchParams()))
    } catch {
      this.show('Erle could not be reached. What you typed stays on this page; try again in a moment.', { stay: true })
    }
  }

  tell(answer) {
    this.channel.postMessage({ ends_at: answer.ends_at })
    this.extended(answer)
  }

  extended(answer) {
    this.endsAt(answer.ends_at)
    this.look()
  }

  quiet() {
    if (this.state === 'quiet') return
    this.state = 'quiet'
    this.show('')
  }

  show(words, { stay = false, again = false } = {}) {
    document.documentElement.classList.toggle('erle-has-note', words !== '')
    this.region.querySelector('[data-session-note]').hidden = words === ''
    this.stay.hidden = !stay
    this.again.hidden = !again
    this.words.textContent = words
  }
}

export function watchSession() {
  const region = document.querySelector('[data-session-ends-at]')
  if (region) new Session(region).look()
}
