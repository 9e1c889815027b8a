import { expect, it } from 'vitest'
import { block } from '../lab/lesson.ts'
import { folder, lab, labwright } from './labwright.ts'

const bare = [block('console', 'host$ touch a'), block('check a is there', 'host$ ls a', 'a')].join('\n\n')
const hinted = `${bare}\n\n::: hint\nTouch it.\n:::`

it('says nothing of a lab that is well, and exits with 0', async () => {
  const cwd = folder({ 'labs/well/index.md': lab(hinted) })
  expect(await labwright(['lint'], { cwd })).toEqual({
    exit: 0,
    stdout: '',
    stderr: '1 lab: 0 errors, 0 warnings\n',
  })
})

it('lets warnings pass, and names their places', async () => {
  const cwd = folder({ 'labs/bare/index.md': lab(bare) })
  const { exit, stdout, stderr } = await labwright(['lint'], { cwd })
  expect(stdout).toMatch(/^labs\/bare\/index\.md:\d+:\d+: warning: /)
  expect(stdout).toContain('mend: ')
  expect(stderr).toBe('1 lab: 0 errors, 1 warning\n')
  expect(exit).toBe(0)
})

it('exits with 2 for errors, and lists them all, as JSON too', async () => {
  const cwd = folder({
    'labs/bad/index.md': lab(block('console nonsense', 'host$ true')),
    'labs/worse/index.md': lab(block('console', 'output')),
  })
  const { exit, stdout, stderr } = await labwright(['lint', '--json'], { cwd })
  expect(JSON.parse(stdout)).toMatchObject([
    {
      file: 'labs/bad/index.md',
      position: { line: 9, column: 12 },
      rule: 'unknown-option',
      severity: 'error',
    },
    {
      file: 'labs/worse/index.md',
      position: { line: 10, column: 1 },
      rule: 'output-first',
      severity: 'error',
    },
  ])
  expect(stderr).toBe('2 labs: 2 errors, 0 warnings\n')
  expect(exit).toBe(2)
})

it('says which translation is behind, and where', async () => {
  const cwd = folder({
    'labs/spoken/index.md': lab(hinted),
    'labs/spoken/index.fr.md': lab(hinted.replace('touch a', 'touch b'), 'Un labo'),
    'labs/spoken/index.ru.md': lab(hinted, 'Лаба'),
  })
  const { stdout, stderr } = await labwright(['lint', 'spoken'], { cwd })
  expect(stdout).toMatch(/^labs\/spoken\/index\.fr\.md:10:/)
  expect(stdout).not.toContain('index.ru.md')
  expect(stderr).toMatch(/^1 lab: /)
})
