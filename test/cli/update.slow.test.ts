import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, labwright } from './labwright.ts'

const FRONT = '---\ntitle: T\ndescription: D\nminutes: 5\n---\n'

const drifted = `${FRONT}
Prose, with trailing blanks   
and a \ttab.

## One {#one}

- In a list:

  \`\`\`console within=100ms
  host$ printf 'id %s\\nstate %s\\nmore\\nmore\\nend %s\\n' 3f2a up x
  id {id:hex}
  state   down
  ...
  end y
  host$ echo {id}; echo kept
  {id}
  kept
  \`\`\`

\`\`\`console unordered
host$ seq 3
3
{n:int}
4
host$ echo now it fails; (exit 3)
now it {*}
host$ echo now it holds
now it holds
[4]
host$ printf '$ ls\\n'
nothing
\`\`\`

\`\`\`console timeout=200ms
host$ echo begun; sleep 60
never
\`\`\`

\`\`\`check it is not accepted
host$ echo came
printed
\`\`\`

The end, without a newline`

const accepted = drifted
  .replace('state   down', 'state   up')
  .replace('end y', 'end x')
  .replace('3\n{n:int}\n4', '3\n{n:int}\n2')
  .replace('now it {*}\n', 'now it {*}\n[3]\n')
  .replace('now it holds\n[4]', 'now it holds')
  .replace('nothing', '{/\\$/} ls')

const update = async (source: string) => {
  const cwd = folder({ 'lab.md': source })
  const said = await labwright(['test', 'lab.md', '--update'], { cwd })
  const again = await labwright(['test', 'lab.md', '--update'], { cwd })
  return { said, again, file: readFileSync(join(cwd, 'lab.md'), 'utf8') }
}

describe('labwright test --update', () => {
  it('accepts what came, keeps all placeholders that hold, and touches no other byte', async () => {
    const { said, again, file } = await update(drifted)
    expect(file).toBe(accepted)
    expect(said.stderr).toBe('updated lab.md: the output of 5 commands\n')
    expect(again.stderr).toBe('')
    // The check and the command that did not end are not accepted: they still fall short.
    expect([said.exit, again.exit]).toEqual([1, 1])
  })

  it('keeps the line ends and the byte order mark of a file from Windows', async () => {
    const { file } = await update(`\ufeff${drifted.replaceAll('\n', '\r\n')}`)
    expect(file).toBe(`\ufeff${accepted.replaceAll('\n', '\r\n')}`)
  })

  it('makes a lab hold where only output had drifted, and then changes nothing', async () => {
    const source = `${FRONT}\n## One {#one}\n\n\`\`\`console\nhost$ hostname -I\n{host.name}\nhost$ seq 2\n1\n\`\`\`\n`
    const { said, again, file } = await update(source)
    expect(file).toMatch(/\nhost\$ hostname -I\n10\.77\.0\.10( .*)?\nhost\$ seq 2\n1\n2\n```\n$/)
    expect(said).toMatchObject({ exit: 1, stderr: 'updated lab.md: the output of 2 commands\n' })
    expect(again).toMatchObject({ exit: 0, stderr: '' })
  })
})
