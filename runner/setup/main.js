// @ts-check
// The door of `npm start`, `npm test` and `npm run bench`. No import statement and nothing new stands here, so that a
// Node of any age can read this file and say that it is too old.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    'Labwright needs Node 20.19 or later, and this is ' +
      process.versions.node +
      ': see https://nodejs.org/en/download',
  )
  process.exit(1)
}
import('./commands.js')
