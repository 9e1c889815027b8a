/** What a learner can get at in a VM is what QEMU is given: here it is held to be next to nothing. */
import { describe, expect, it } from 'vitest'
import { qemuCommand } from '../../../runner/machine/vm/qemu.ts'

const command = (purpose: 'save' | 'restore', accelerator: 'kvm' | 'tcg' = 'tcg'): string[] =>
  qemuCommand({
    system: { key: 'k', folder: '/sys,tem', release: '6.1', made: '1' },
    shape: {
      machines: ['host', 'beta'],
      docker: true,
      memory: 2 ** 31,
      processors: 2,
      processes: 2048,
    },
    accelerator,
    folder: '/folder',
    memory: '/memory',
    state: '/state',
    purpose,
    name: 'labwright-abcde',
  })

/** The values that an option is given. */
const values = (argv: string[], option: string): string[] =>
  argv.flatMap((word, index) => (word === option ? [argv[index + 1]!] : []))

describe('a VM that learners are in', () => {
  const argv = command('restore')

  it('has no network card, and nothing else but its disk and its doors', () => {
    expect(argv).toContain('-nodefaults')
    expect(argv).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^-(net|netdev|nic|usb|virtfs|fsdev)/)]),
    )
    expect(values(argv, '-device').map((device) => device.split(',')[0])).toEqual([
      'virtio-blk-pci',
      'virtio-serial-pci',
      'virtserialport',
      'virtserialport',
    ])
  })

  it('can write neither its disk nor the memory it came from', () => {
    expect(values(argv, '-drive')).toEqual([expect.stringContaining('readonly=on')])
    expect(values(argv, '-object')).toEqual([expect.stringMatching(/mem-path=\/memory,share=off$/)])
  })

  it('takes a comma in a path for what it is', () => {
    expect(values(argv, '-drive')).toEqual([expect.stringContaining('file=/sys,,tem/disk,')])
  })

  it('writes to no file: what the kernel says on its console is lost', () => {
    expect(values(argv, '-serial')).toEqual(['null'])
  })

  it('may start no other program', () => {
    expect(values(argv, '-sandbox')).toEqual([expect.stringMatching(/^on,.*spawn=deny/)])
  })

  it('is bounded in memory and processors', () => {
    expect(values(argv, '-m')).toEqual(['2048M'])
    expect(values(argv, '-smp')).toEqual(['2'])
  })
})

it('what is saved is written where it is restored from', () => {
  expect(values(command('save'), '-object')).toEqual([expect.stringMatching(/mem-path=\/memory,share=on$/)])
})

it('the processor is this computer’s own under KVM, and played without', () => {
  expect(values(command('restore', 'kvm'), '-accel')).toEqual(['kvm'])
  expect(values(command('restore', 'tcg'), '-accel')).toEqual([expect.stringMatching(/^tcg/)])
})
