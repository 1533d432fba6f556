// The staff pages' script. Every page works without it; with it, drafts save themselves and time-outs are announced.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from 'govuk-frontend'
import { offerChoosing } from './scripts/choose.js'
import { keepDrafts } from './scripts/drafts.js'
import { configureHtmx } from './scripts/fragments.js'
import { chooseAll } from './scripts/desk.js'
import { listenForKeys } from './scripts/keys.js'
import { offerPrinting } from './scripts/printing.js'
import { watchSession } from './scripts/session.js'
import { watchWords } from './scripts/wording.js'

const COMPONENTS = [
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
]

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of COMPONENTS) createAll(component)
createAll(CharacterCount, { threshold: 75 })
configureHtmx()
keepDrafts()
chooseAll()
watchWords()
watchSession()
offerPrinting()
offerChoosing()
listenForKeys()
