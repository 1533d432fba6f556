// Builds the staff pages' styles, script and fonts into one folder, which replaces the old one only when it is whole.
//   node build.mjs FOLDER
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import * as esbuild from 'esbuild'
import postcss from 'postcss'
import rtlcss from 'rtlcss'
import * as sass from 'sass'

const NOT_OURS = 'govuk-crest.svg' // the Royal Arms are for government services
const IMAGES = 'node_modules/@ministryofjustice/frontend/moj/assets/images'
const FONTS = {
  '@fontsource/noto-sans': ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext'].flatMap((script) =>
    [400, 700].map((weight) => `noto-sans-${script}-${weight}-normal.woff2`),
  ),
  '@fontsource/noto-nastaliq-urdu': ['noto-nastaliq-urdu-arabic-400-normal.woff2'],
}

function copyFonts(out) {
  fs.mkdirSync(`${out}/fonts`, { recursive: true })
  for (const [name, files] of Object.entries(FONTS)) {
    for (const file of files) fs.copyFileSync(`node_modules/${name}/files/${file}`, `${out}/fonts/${file}`)
    fs.copyFileSync(`node_modules/${name}/LICENSE`, `${out}/fonts/${path.basename(name)}.LICENSE`)
  }
}

// Puts beside the stylesheet what a url() asks for, and returns its new address: the content security policy
// lets images in from our own host only, so that what was written inside the sheet becomes a file too.
function ownAddress(address, out) {
  if (address.startsWith('data:')) return unpack(address, out)
  const name = path.basename(address)
  if (fs.existsSync(`${out}/fonts/${name}`)) return `fonts/${name}`
  if (!fs.existsSync(`${IMAGES}/${name}`)) throw new Error(`The stylesheet asks for ${address}, which no package has.`)
  fs.copyFileSync(`${IMAGES}/${name}`, `${out}/images/${name}`)
  return `images/${name}`
}

function unpack(address, out) {
  const [, type, base64, written] = address.match(/^data:image\/([a-z]+)[^,]*?(;base64)?,(.*)$/s)
  const bytes = base64 ? Buffer.from(written, 'base64') : Buffer.from(decodeURIComponent(written))
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.${type.replace('svg+xml', 'svg')}`
  fs.writeFileSync(`${out}/images/${name}`, bytes)
  return `images/${name}`
}

const bringAddressesHome = (out) => ({
  postcssPlugin: 'bring-addresses-home',
  OnceExit(sheet) {
    sheet.walkDecls((declaration) => {
      if (declaration.value.includes(NOT_OURS)) return void declaration.remove()
      declaration.value = declaration.value.replace(
        /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/g,
        (_, double, single, bare) => `url("${ownAddress(double ?? single ?? bare, out)}")`,
      )
    })
  },
})

async function buildStyles(out) {
  fs.mkdirSync(`${out}/images`, { recursive: true })
  const { css } = sass.compile('src/staff.scss', {
    loadPaths: ['.', 'node_modules', 'node_modules/@ministryofjustice/frontend'],
    style: 'compressed',
    quietDeps: true,
    silenceDeprecations: ['import', 'if-function', 'global-builtin'],
  })
  const { css: ours } = await postcss([bringAddressesHome(out)]).process(css.replace(/^\uFEFF/, ''), { from: undefined })
  fs.writeFileSync(`${out}/staff.css`, ours)
  fs.writeFileSync(`${out}/staff.rtl.css`, rtlcss.process(ours))
}

async function buildScript(out) {
  await esbuild.build({
    entryPoints: { staff: 'src/staff.js' },
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    legalComments: 'linked',
    logLevel: 'warning',
  })
}

async function main(folder) {
  const draft = `${folder}.part`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { recursive: true })
  copyFonts(draft)
  await buildStyles(draft)
  await buildScript(draft)
  fs.rmSync(folder, { recursive: true, force: true })
  fs.renameSync(draft, folder)
}

await main(process.argv[2])
