import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '../../runner/setup/main.js')

/** Runs the set-up as if this were another Node. */
const underNode = (version: string) => {
  const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`
  return spawnSync(process.execPath, ['--import', pretend, MAIN, 'nothing'], { encoding: 'utf8' })
}

describe('main', () => {
  it.each(['8.17.0', '18.20.8', '20.18.3'])('refuses Node %s in one line', (version) => {
    const { status, stderr } = underNode(version)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^Labwright needs Node 20\.19 or later, and this is [\d.]+: .*\n$/)
    expect(stderr).toContain(version)
  })

  it.each(['20.19.0', '22.0.0', '30.1.0'])('goes on with Node %s', (version) => {
    expect(underNode(version).stderr).not.toContain('needs Node')
  })

  it('can be read by a Node that knows no modules', () => {
    expect(() => new Script(readFileSync(MAIN, 'utf8'))).not.toThrow()
  })

  it('says in words that a name is unknown', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'nothing'], { encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toMatch(/there is no 'nothing'.*npm start/s)
  })
})
