import { describe, expect, it } from 'vitest'
import { isAnswer } from '../../runner/learn/answer.ts'

describe('isAnswer', () => {
  it.each([
    ['172.17.0.1', '172.17.0.1'],
    ['  web ', 'web'],
    ['WEB', 'web'],
    ['`docker0`', 'docker0'],
    ['"two   words".', 'two words'],
    ['/etc/Hosts', '/etc/Hosts'],
  ])('takes %j for %j', (given, right) => {
    expect(isAnswer(given, right)).toBe(true)
  })

  it.each([
    ['172.17.0.2', '172.17.0.1'],
    ['', ''],
    ['/etc/hosts', '/etc/Hosts'],
    ['we b', 'web'],
  ])('does not take %j for %j', (given, right) => {
    expect(isAnswer(given, right)).toBe(false)
  })
})
