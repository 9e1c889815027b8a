import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, labwright } from './labwright.ts'

describe('labwright new', () => {
  it('makes a lab that lint has nothing against, that holds, and holds again', async () => {
    const cwd = folder({})
    const made = await labwright(['new', 'two-servers'], { cwd })
    expect(made.stdout).toMatch(/^labs\/two-servers\/index\.md is a lab that holds\./)
    expect(made.stdout).toContain('  labwright test --watch two-servers\n')
    expect(readFileSync(join(cwd, 'labs/two-servers/index.md'), 'utf8')).toMatch(/^---\ntitle: Two servers\n/)
    expect((await labwright(['lint'], { cwd })).stderr).toBe('1 lab: 0 errors, 0 warnings\n')
    const played = await labwright(['test', '--update'], { cwd })
    expect(played.stdout).toMatch(/\n1 of 1 lab holds\n$/)
    expect(played.stderr).toBe('')
  })

  it('notices when any of its commands is left out', async () => {
    const cwd = folder({})
    await labwright(['new', 'whole'], { cwd })
    const { stdout, exit } = await labwright(['mutate', 'whole'], { cwd })
    expect([exit, stdout]).toEqual([0, expect.stringMatching(/100(\.0)? ?%/)])
  })

  it('puts it beside the other labs, from a folder below too', async () => {
    const cwd = folder({})
    mkdirSync(join(cwd, 'labs/deep/er'), { recursive: true })
    await labwright(['new', 'second'], { cwd: join(cwd, 'labs/deep/er') })
    expect(readdirSync(join(cwd, 'labs')).sort()).toEqual(['deep', 'second'])
  })

  it('says where it may not write', async () => {
    const cwd = folder({ labs: '' })
    const { exit, stderr } = await labwright(['new', 'mine'], { cwd })
    expect(stderr).toMatch(/^labs\/mine\/index\.md can't be written: ENOTDIR.*\nGo to a folder/)
    expect(exit).toBe(2)
  })

  it('refuses to write over what is there', async () => {
    const cwd = folder({ 'labs/mine/index.md': 'my own' })
    const { exit, stderr } = await labwright(['new', 'mine'], { cwd })
    expect(stderr).toContain('labs/mine is there already; nothing was written')
    expect(readFileSync(join(cwd, 'labs/mine/index.md'), 'utf8')).toBe('my own')
    expect(exit).toBe(2)
  })

  it.each([
    ['Two Servers', 'two-servers'],
    ['../outside', 'outside'],
    ['ünter', 'nter'],
    ['7up', 'up'],
    ['日本', 'two-servers'],
  ])('refuses the name %s, and gives one that will do', async (name, meant) => {
    const cwd = folder({})
    const { exit, stderr } = await labwright(['new', '--', name], { cwd })
    expect(stderr).toContain(`such as ${meant}.`)
    expect(existsSync(join(cwd, 'labs'))).toBe(false)
    expect(exit).toBe(2)
  })
})
