import { describe, expect, it } from 'vitest'
import { type CaptureType, isOfType } from '../../runner/expect/types.ts'

const VALUES: Record<Exclude<CaptureType, '*'>, { good: string[]; bad: string[] }> = {
  int: { good: ['0', '42', '-7', '007'], bad: ['', '-', '1.5', '+1', '0x1f', '1 2'] },
  hex: { good: ['3f2a', 'DEADBEEF', '0'], bad: ['', '0x1f', 'xyz', '3f 2a'] },
  ip: {
    good: [
      '172.17.0.2',
      '0.0.0.0',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
      '2001:db8:0:0:0:0:0:1',
      '1:2:3:4:5:6:7::',
      '::2:3:4:5:6:7:8',
      '::ffff:10.0.0.1',
      'fe80::42:acff:fe11:2%eth0',
    ],
    bad: [
      '',
      '172.17.0',
      '256.0.0.1',
      '1.2.3.4.5',
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      '10.0.0.0/8',
    ],
  },
  cidr: {
    good: ['172.17.0.0/16', '0.0.0.0/0', '10.0.0.1/32', '::1/128', 'fe80::42:acff:fe11:2/64'],
    bad: ['172.17.0.0', '172.17.0.0/33', '::1/129', '/16', '10.0.0.0/'],
  },
  mac: {
    good: ['02:42:ac:11:00:02', 'AA-BB-CC-DD-EE-FF'],
    bad: ['02:42:ac:11:00', '02:42:ac:11:00:02:03', '0g:42:ac:11:00:02'],
  },
  word: { good: ['a', 'veth3f2a@if5', 'naïve', '🐳'], bad: ['', 'a b', 'a\tb'] },
}

describe.each(Object.entries(VALUES))('%s', (type, { good, bad }) => {
  it.each(good)('takes %s', (value) => {
    expect(isOfType(value, type as CaptureType)).toBe(true)
  })
  it.each(bad)('refuses %j', (value) => {
    expect(isOfType(value, type as CaptureType)).toBe(false)
  })
})
