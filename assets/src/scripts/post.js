// How the script sends something to our own server: the token of the page, and an answer in JSON or an error.

export class SignedOut extends Error {}

// What the server will not keep, with its words.
export class Refused extends Error {}

export function token() {
  return document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? ''
}

// What the page sends by itself is marked, so that it keeps nobody signed in.
// Sends the fields and returns what the server answered; a redirect or 401/403 means that nobody is signed in.
export async function post(url, fields, { leaving = false, unattended = false } = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    body: fields,
    headers: {
      'X-CSRFToken': token(),
      Accept: 'application/json',
      ...(unattended && { 'Erle-Unattended': '1' }),
    },
    credentials: 'same-origin',
    redirect: 'manual',
    keepalive: leaving,
  })
  if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) throw new SignedOut()
  if (answer.status === 413 || answer.status === 409) throw new Refused((await answer.json()).words)
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`)
  return answer.json()
}
