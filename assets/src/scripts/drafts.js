// Keeps what is being typed: a form with data-draft-url posts its fields there two seconds after the last key, and when
// the page is left. The server answers {"saved_at": "17:51"}; what is said stands in the form's own status line.
import { Refused, SignedOut, post } from './post.js'

const PAUSE = 2000
const RETRY = 15000
const NEVER_KEPT = 'input[type="password"], input[type="file"], [name="csrfmiddlewaretoken"], [data-not-kept]'
const forms = []

class Draft {
  constructor(form) {
    this.form = form
    this.status = form.querySelector('[data-draft-status]')
    this.unsaved = false
    this.lastSaved = ''
    form.addEventListener('input', () => this.changed())
    form.addEventListener('change', () => this.changed())
    form.addEventListener('submit', () => this.settle())
  }

  fields() {
    const fields = new URLSearchParams()
    const left = new Set([...this.form.querySelectorAll(NEVER_KEPT)].map((field) => field.name))
    for (const [name, value] of new FormData(this.form)) if (!left.has(name)) fields.append(name, value)
    return fields
  }

  changed() {
    this.unsaved = true
    this.later(PAUSE)
  }

  later(wait, how) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(how), wait)
  }

  settle() {
    clearTimeout(this.timer)
    this.unsaved = false
  }

  async save(how) {
    if (!this.unsaved) return true
    clearTimeout(this.timer)
    this.unsaved = false
    try {
      const answer = await post(this.form.dataset.draftUrl, this.fields(), how)
      this.lastSaved = answer.saved_at
      this.say(`Saved at ${answer.saved_at}`)
      if (answer.seen) this.form.elements.seen.value = answer.seen
      this.form.dispatchEvent(new CustomEvent('erle:kept', { detail: answer }))
      if (answer.ends_at) document.dispatchEvent(new CustomEvent('erle:session', { detail: answer }))
      return true
    } catch (problem) {
      this.unsaved = true
      this.notSaved(problem)
      return false
    }
  }

  notSaved(problem) {
    if (problem instanceof Refused) return this.say(`Not saved. ${problem.message}`, true)
    if (problem instanceof SignedOut) {
      this.say('Not saved: you are signed out. Keep this page open and sign in again in another tab.', true)
    } else {
      const since = this.lastSaved ? ` since ${this.lastSaved}` : ''
      this.say(`Not saved${since}. Keep this page open; Erle tries again.`, true)
    }
    this.later(RETRY, { unattended: true })
  }

  say(words, failed = false) {
    if (!this.status || this.status.textContent === words) return
    this.status.textContent = words
    this.status.classList.toggle('erle-saved--not', failed)
  }
}

// Saves every draft of the page and returns whether all of them are safe.
export async function saveDrafts(options) {
  return (await Promise.all(forms.map((draft) => draft.save(options)))).every(Boolean)
}

export function hasDrafts() {
  return forms.length > 0
}

export function keepDrafts() {
  for (const form of document.querySelectorAll('form[data-draft-url]')) forms.push(new Draft(form))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saveDrafts({ leaving: true, unattended: true })
  })
}
