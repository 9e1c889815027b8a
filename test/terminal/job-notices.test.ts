import { describe, expect, it } from 'vitest'
import { withoutJobNotices } from '../../runner/terminal/job-notices.ts'

const DONE = '[1]+  Done                    sleep 1\n'

describe('withoutJobNotices', () => {
  it.each([
    DONE,
    '[2]-  Terminated              sleep 300\n',
    '[1]   Exit 3                  sh -c "exit 3"\n',
    '[12]+  Killed                  nc -l 80\n',
    '[1]+  Segmentation fault      (core dumped) ./a.out\n',
  ])('drops %s', (notice) => {
    expect(withoutJobNotices(`a\n${notice}b\n`, 'ls')).toBe('a\nb\n')
  })

  it.each([
    '[1] 4711\n',
    '[1]+  Running                 sleep 300 &\n',
    '[1]+  Stopped                 vi\n',
    '[7]\n',
    '[1]  a list\n',
  ])('keeps %s', (line) => {
    expect(withoutJobNotices(line, 'ls')).toBe(line)
  })

  it('keeps them where they were asked for', () => {
    expect(withoutJobNotices(DONE, 'jobs')).toBe(DONE)
  })
})
